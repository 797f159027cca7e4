using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Tests.Evaluation.Survival;

public sealed class LogRankTests
{
    // Remission of leukaemia under 6-mercaptopurine and placebo (Gehan 1965; Freireich et al. 1963).
    private static readonly double[] Treated = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
    private static readonly double[] Placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

    private static SurvivalSample First => Sample(Placebo, 21);

    private static SurvivalSample Second => Sample(Treated, 9);

    // survdiff and coxph(ties = "breslow") of R's survival 3.5.3.
    [Fact]
    public void The_test_and_the_hazard_ratio_are_those_of_R()
    {
        LogRank test = LogRank.Of(First, Second)!;
        Assert.Equal(16.7929409892, test.ChiSquare, 1e-9);
        Assert.Equal(4.16880910934e-05, test.P, 1e-12);

        HazardRatio ratio = HazardRatio.Of(First, Second)!;
        Assert.Equal(1.50919141259, ratio.Log, 1e-9);
        Assert.Equal(.409564406367, ratio.StandardError, 1e-9);
        Assert.False(ratio.Covers(0));
    }

    [Fact]
    public void Turning_the_arms_round_turns_the_ratio_and_leaves_the_test()
    {
        Assert.Equal(LogRank.Of(First, Second)!.ChiSquare, LogRank.Of(Second, First)!.ChiSquare, 1e-9);
        Assert.Equal(-HazardRatio.Of(First, Second)!.Log, HazardRatio.Of(Second, First)!.Log, 1e-9);
    }

    [Fact]
    public void Arms_that_cannot_be_compared_have_neither()
    {
        SurvivalSample censored = Sample([1, 2, 3], 0);
        SurvivalSample nobody = Sample([], 0);
        Assert.Null(LogRank.Of(censored, censored));
        Assert.Null(HazardRatio.Of(censored, censored));
        Assert.Null(LogRank.Of(First, nobody));
        Assert.Null(HazardRatio.Of(First, nobody));
        Assert.Null(HazardRatio.Of(First, Sample([40, 40, 40], 0)));
    }

    private static SurvivalSample Sample(double[] times, int events) =>
        new([.. times.Select((_, i) => i)], times, [.. times.Select((_, i) => i < events)]);
}
