using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Survival;
using RingFed.Learning.Evaluation.Uses;

namespace RingFed.Learning.Tests.Evaluation.Uses;

public sealed class PredictionCheckTests
{
    private static readonly Cohort Patients = ToyPatients.Draw(200, 1);
    private static readonly EndpointSchema Endpoint = Patients.Schema.Endpoints[0];

    [Fact]
    public void Both_concordances_are_those_of_their_definitions_and_lie_in_their_intervals()
    {
        double[] risks = [.. Patients.Column(1).ToArray()];
        IReadOnlyList<PredictionCheck> checks = PredictionCheck.OfRisks(risks, Patients, Endpoint, seed: 1);
        SurvivalSample sample = SurvivalSample.Of(Patients, Endpoint);
        Assert.Equal(HarrellConcordance.Of(risks, sample), checks.Single(check => check.Name == "cIndex").Score.Value);
        Assert.Equal(UnoConcordance.Of(risks, sample), checks.Single(check => check.Name == "cIndexIpcw").Score.Value);
        Assert.All(checks, check => Assert.True(check.Score.Low < check.Score.Value && check.Score.Value < check.Score.High, check.ToString()));
    }

    [Fact]
    public void Probabilities_are_told_apart_called_and_calibrated()
    {
        Cohort labelled = CohortOf.Nothing.Flags("y", 0, 0, 0, 1, 1, 1, double.NaN).Build();
        IReadOnlyList<PredictionCheck> checks = PredictionCheck.OfProbabilities([.1, .2, .6, .4, .8, .9, .99], labelled, 0, seed: 1);
        double Value(string name) => checks.Single(check => check.Name == name).Score.Value!.Value;
        Assert.Equal(8.0 / 9, Value("auc"), 1e-12);
        Assert.Equal(2.0 / 3, Value("f1"), 1e-12);
        Assert.Equal(4.0 / 6, Value("accuracy"), 1e-12);
        Assert.Equal(((.1 * .1) + (.2 * .2) + (.6 * .6) + (.6 * .6) + (.2 * .2) + (.1 * .1)) / 6, Value("brier"), 1e-12);
        Assert.Equal(0, Value("excess"), 1e-12);
    }

    [Fact]
    public void Nobody_with_an_outcome_and_nobody_to_compare_with_give_reasons()
    {
        Assert.All(PredictionCheck.OfRisks([], Patients.Take([]), Endpoint, seed: 1), check => Assert.NotNull(check.Score.Reason));
        Assert.All(PredictionCheck.OfRisks([1], Patients.Take([0]), Endpoint, seed: 1), check => Assert.NotNull(check.Score.Reason));
        Cohort one = CohortOf.Nothing.Flags("y", 1).Build();
        Assert.NotNull(PredictionCheck.OfProbabilities([.2], one, 0, seed: 1)[0].Score.Reason);
        Assert.NotNull(PredictionCheck.OfProbabilities([.2], CohortOf.Nothing.Flags("y", double.NaN).Build(), 0, seed: 1)[2].Score.Reason);
    }
}
