using RingFed.Federation.Ring;

namespace RingFed.Federation.Tests.Ring;

public sealed class RoundPhasesTests
{
    private static readonly RoundPhases All = new(Opening: 3, Training: 2, Closing: 4);

    [Fact]
    public void Statistics_come_before_and_after_training()
    {
        Assert.Equal([0, 0, 0, 1, 1, 0, 0, 0, 0], Enumerable.Range(0, All.Total).Select(round => (int)All.KindOf(round)));
        Assert.Equal([0, 0, 0, 3, 3, 5, 5, 5, 5], Enumerable.Range(0, All.Total).Select(All.FirstOf));
        Assert.Equal([2, 2, 2, 4, 4, 8, 8, 8, 8], Enumerable.Range(0, All.Total).Select(All.LastOf));
    }

    [Theory]
    [InlineData(-1, 7, 2)]
    [InlineData(2, 4, 2)]
    [InlineData(3, 4, 1)]
    [InlineData(5, 3, 0)]
    [InlineData(8, 0, 0)]
    public void What_is_left_is_counted_by_kind(int closed, int statistics, int training) =>
        Assert.Equal((statistics, training), All.LeftAfter(closed));

    [Fact]
    public void A_model_that_statistics_alone_make_has_no_training()
    {
        RoundPhases sums = new(3, 0, 0);

        Assert.All(Enumerable.Range(0, 3), round => Assert.Equal(RoundKind.Statistic, sums.KindOf(round)));
        Assert.Equal(2, sums.LastOf(0));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void More_training_is_possible_until_what_closed_would_become_training(int closed, bool isPossible)
    {
        Assert.Equal(isPossible, All.KeepsKinds(All with { Training = 1 }, closed));
        Assert.True(All.KeepsKinds(All with { Training = 9 }, 4));
        Assert.False(All.KeepsKinds(All with { Training = 9 }, 5));
        Assert.True((All with { Closing = 0 }).KeepsKinds(All with { Training = 9, Closing = 0 }, 100));
    }
}
