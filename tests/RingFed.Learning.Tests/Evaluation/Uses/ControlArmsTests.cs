using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Uses;

namespace RingFed.Learning.Tests.Evaluation.Uses;

public sealed class ControlArmsTests
{
    private static readonly ControlArmOptions Options = new() { ArmSize = 60, Trials = 120, Seed = 1, Threads = 2 };
    private static readonly Cohort Sick = TrialPatients.Draw(400, severity: .7, effect: .8, logRatio: 0, seed: 1);
    private static readonly EndpointSchema Endpoint = Sick.Schema.Endpoints[0];

    [Fact]
    public void A_faithful_pool_covers_the_truth_though_the_treated_are_sicker()
    {
        ControlArms arms = ControlArms.Of(Sick, TrialPatients.Draw(1_500, 0, .8, 0, seed: 2), Endpoint, Options);
        Assert.InRange(arms.Coverage.Value!.Value, .88, 1);
        Assert.Equal(0, arms.Bias.Value!.Value, .15);
        Assert.Equal(0, arms.TrialsWithout);
        Assert.Null(arms.Coverage.Low);
    }

    [Fact]
    public void A_pool_whose_survival_forgot_severity_makes_an_effect_out_of_nothing()
    {
        ControlArms arms = ControlArms.Of(Sick, TrialPatients.Draw(1_500, 0, 0, 0, seed: 2), Endpoint, Options);
        Assert.InRange(arms.Coverage.Value!.Value, 0, .75);
        Assert.InRange(arms.Bias.Value!.Value, .3, 2);
    }

    [Fact]
    public void A_planted_effect_is_found()
    {
        Cohort treated = TrialPatients.Draw(400, 0, .3, logRatio: -.7, seed: 3);
        ControlArms arms = ControlArms.Of(treated, TrialPatients.Draw(1_500, 0, .3, 0, seed: 4), Endpoint, Options with { TrueLogRatio = -.7 });
        Assert.InRange(arms.Coverage.Value!.Value, .85, 1);
        Assert.InRange(ControlArms.Of(treated, TrialPatients.Draw(1_500, 0, .3, 0, seed: 4), Endpoint, Options).Bias.Value!.Value, -1, -.45);
    }

    [Fact]
    public void Threads_change_nothing_and_too_small_cohorts_are_refused()
    {
        Cohort pool = TrialPatients.Draw(200, 0, .8, 0, seed: 2);
        ControlArmOptions few = Options with { Trials = 9 };
        Assert.Equal(ControlArms.Of(Sick, pool, Endpoint, few), ControlArms.Of(Sick, pool, Endpoint, few with { Threads = 1 }));
        Assert.Throws<ArgumentException>(() => ControlArms.Of(Sick, pool.Take([0, 1]), Endpoint, few));
        Assert.Throws<ArgumentException>(() => ControlArms.Of(Sick, pool, Endpoint, few with { ArmSize = 3 }));
        Assert.Throws<ArgumentException>(() => ControlArms.Of(Sick.Take([.. Enumerable.Range(0, 119)]), pool, Endpoint, few));
    }

    [Fact]
    public void Patients_without_events_give_a_reason()
    {
        Cohort censored = CohortOf.Nothing.Numbers("severity", [.. Enumerable.Range(0, 20).Select(i => (double)i)])
            .Endpoint("os", [.. Enumerable.Repeat(1.0, 20)], new double[20]).Build();
        ControlArms arms = ControlArms.Of(censored, censored, Endpoint, Options with { ArmSize = 10, Trials = 3 });
        Assert.NotNull(arms.Coverage.Reason);
        Assert.NotNull(arms.Bias.Reason);
        Assert.Equal(3, arms.TrialsWithout);
    }
}
