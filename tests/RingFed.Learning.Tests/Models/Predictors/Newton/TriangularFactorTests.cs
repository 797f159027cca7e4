using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Tests.Models.Predictors.Newton;

public sealed class TriangularFactorTests
{
    [Fact]
    public void A_system_is_solved()
    {
        // [[4, 2, 1], [2, 5, 3], [1, 3, 6]] x = [1, -2, 3].
        double[] x = new TriangularFactor([4, 2, 5, 1, 3, 6], 3).Solve([1, -2, 3]);
        Assert.Equal(1, (4 * x[0]) + (2 * x[1]) + x[2], 1e-12);
        Assert.Equal(-2, (2 * x[0]) + (5 * x[1]) + (3 * x[2]), 1e-12);
        Assert.Equal(3, x[0] + (3 * x[1]) + (6 * x[2]), 1e-12);
    }

    [Fact]
    public void A_variable_that_repeats_earlier_ones_is_set_aside()
    {
        // The second row is twice the first.
        double[] x = new TriangularFactor([1, 2, 4, 0, 0, 3], 3).Solve([5, 10, 6]);
        Assert.Equal([5, 0, 2], x);
    }

    [Fact]
    public void A_variable_without_information_is_set_aside()
    {
        Assert.Equal([0, 2], new TriangularFactor([0, 0, 2], 2).Solve([7, 4]));
    }
}
