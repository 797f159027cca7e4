using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Tests.Evaluation.Survival;

public sealed class TrainSyntheticTestRealTests
{
    private static readonly Cohort Train = ToyPatients.Draw(600, 1);
    private static readonly Cohort Holdout = ToyPatients.Draw(400, 2);
    private static readonly EndpointSchema Endpoint = Train.Schema.Endpoints[0];

    [Fact]
    public void Real_patients_teach_the_ranking_and_independent_columns_do_not()
    {
        double real = TrainSyntheticTestReal.Of(Train, Holdout, Endpoint).Value!.Value;
        double independent = TrainSyntheticTestReal.Of(IndependentColumns.Draw(Train, 600, 3), Holdout, Endpoint).Value!.Value;
        Assert.InRange(real, .65, .8);
        Assert.InRange(independent, .3, .62);
    }

    [Fact]
    public void Outcomes_are_not_covariates_and_constants_drop_out()
    {
        Cohort cohort = CohortOf.Nothing
            .Numbers("x", 1, 2, double.NaN).Numbers("constant", 4, 4, 4).Categories("k", ["u", "v", "w"], 0, 1, 0)
            .Endpoint("os", [1, 2, 3], [1, 0, 1]).Build();
        CoxDesign design = CoxDesign.Fit(cohort, [0, 1, 2]);

        // x missing, x, k = u, k = v; not: w, the constant, time, event.
        Assert.Equal(4, design.Covariates);
        double[] values = design.Of(cohort, [2]);
        Assert.Equal(0, values[1]);
        Assert.True(values[0] > 0);
    }

    [Fact]
    public void Cohorts_without_events_or_covariates_give_a_reason()
    {
        Cohort censored = CohortOf.Nothing.Numbers("x", 1, 2).Endpoint("os", [1, 2], [0, 0]).Build();
        Assert.Contains("events", TrainSyntheticTestReal.Of(censored, censored, censored.Schema.Endpoints[0]).Reason);
        double[] times = [1, 2, 3, 4, 5, 6];
        Cohort bare = CohortOf.Nothing.Numbers("x", new double[6]).Endpoint("os", times, [1, 1, 1, 1, 1, 1]).Build();
        Assert.Contains("no column", TrainSyntheticTestReal.Of(bare, bare, bare.Schema.Endpoints[0]).Reason);
    }
}
