using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Tests.Evaluation.Survival;

public sealed class KaplanMeierTests
{
    private static SurvivalSample Of(double[] times, params bool[] events) => new([.. Enumerable.Range(0, times.Length)], times, events);

    [Fact]
    public void The_curve_is_that_of_R()
    {
        // R survival 3.5.3: survfit(Surv(t, d) ~ 1).
        KaplanMeier curve = KaplanMeier.Of(SixteenPatients.Sample);
        Assert.Equal(1, curve.At(.5));
        Assert.Equal(.9375, curve.At(1), 1e-12);
        Assert.Equal(.8125, curve.At(4.5), 1e-12);
        Assert.Equal(.609375, curve.At(7), 1e-12);
        Assert.Equal(.473958333333, curve.At(8), 1e-11);
        Assert.Equal(.379166666667, curve.At(11), 1e-11);
        Assert.Equal(.126388888889, curve.At(99), 1e-11);
    }

    [Fact]
    public void The_gap_of_two_curves_is_taken_up_to_the_ninetieth_percentile_of_the_real_times()
    {
        // Real: ten deaths at 1..10, S falls by .1 each; horizon 9. Other: nobody dies. The gap at t in [k, k+1) is
        // k/10, so the largest is .9 and the mean (0 + .1 + ... + .8) / 9 = .4.
        bool[] all = [.. Enumerable.Repeat(true, 10)];
        SurvivalSample dying = Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], all);
        SurvivalSample living = Of([.. Enumerable.Repeat(20.0, 10)], new bool[10]);
        (Score largest, Score mean) = KaplanMeierGap.Of(dying, living);
        Assert.Equal(.9, largest.Value!.Value, 1e-12);
        Assert.Equal(.4, mean.Value!.Value, 1e-12);
        Assert.Equal(0, KaplanMeierGap.Of(dying, dying).Largest.Value);
    }

    [Fact]
    public void No_event_or_too_few_patients_give_a_reason()
    {
        SurvivalSample living = Of([.. Enumerable.Repeat(20.0, 10)], new bool[10]);
        Assert.NotNull(KaplanMeierGap.Of(living, living).Largest.Reason);
        Assert.NotNull(KaplanMeierGap.Of(SixteenPatients.Sample, Of([1], true)).Integrated.Reason);
    }
}
