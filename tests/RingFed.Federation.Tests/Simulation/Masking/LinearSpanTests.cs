using RingFed.Simulation.Masking.Checks;

namespace RingFed.Federation.Tests.Simulation.Masking;

public sealed class LinearSpanTests
{
    [Fact]
    public void Unknowns_that_cancel_leave_the_sum_of_the_others()
    {
        // x1 + m and x2 - m.
        ulong[] row = Assert.Single(LinearSpan.Eliminate([[1, 1, 0], [-1, 0, 1]], eliminated: 1));
        Assert.True(LinearSpan.IsMultiple(row, [true, true]));
        Assert.False(LinearSpan.IsMultiple(row, [true, false]));
    }

    [Fact]
    public void An_unknown_that_does_not_cancel_leaves_nothing() =>
        Assert.Empty(LinearSpan.Eliminate([[1, 0, 1, 0], [0, 1, 0, 1]], eliminated: 2));

    [Fact]
    public void The_difference_of_two_sums_is_found()
    {
        // x1 + m + k, x2 - m, x3 - k; and of the same inputs x1 + n, x2 - n.
        List<ulong[]> rows = LinearSpan.Eliminate(
            [[1, 1, 0, 1, 0, 0], [-1, 0, 0, 0, 1, 0], [0, -1, 0, 0, 0, 1], [0, 0, 1, 1, 0, 0], [0, 0, -1, 0, 1, 0]], eliminated: 3);
        Assert.Equal(2, rows.Count);
        Assert.Contains(rows, row => LinearSpan.IsMultiple(row, [true, true, false]));
    }
}
