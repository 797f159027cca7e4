using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Learning.Tests.Evaluation.Protocol;

public sealed class CorrectedResamplingTests
{
    // By hand: mean .7, s² = (.01 + .01 + 0 + 0 + 0)/4 = .005; (1/5 + 1/4) .005 = .00225; t(4, .975) = 2.776445.
    [Fact]
    public void Five_folds_have_the_interval_worked_by_hand()
    {
        (double low, double high) = CorrectedResampling.Interval([.6, .8, .7, .7, .7], 1.0 / 4)!.Value;

        Assert.Equal(.7 - (2.776445105 * Math.Sqrt(.00225)), low, 1e-9);
        Assert.Equal(.7 + (2.776445105 * Math.Sqrt(.00225)), high, 1e-9);
    }

    [Fact]
    public void Repeats_without_end_do_not_make_the_interval_vanish()
    {
        double[] folds = [.6, .8, .7, .7, .7];

        (double low, double high) = CorrectedResampling.Interval([.. Enumerable.Range(0, 1000).SelectMany(_ => folds)], 1.0 / 4)!.Value;

        // s² = .004, and what remains of the variance is a quarter of it.
        Assert.Equal(2 * 1.96 * Math.Sqrt(.001), high - low, .002);
    }

    [Fact]
    public void Equal_values_are_their_own_interval_and_one_value_has_none()
    {
        Assert.Equal((.5, .5), CorrectedResampling.Interval([.5, .5, .5], .25));
        Assert.Null(CorrectedResampling.Interval([.5], .25));
        Assert.Throws<ArgumentOutOfRangeException>(() => CorrectedResampling.Interval([.5, .6], 0));
    }
}
