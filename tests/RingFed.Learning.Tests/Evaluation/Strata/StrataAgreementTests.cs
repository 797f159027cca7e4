using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Strata;

namespace RingFed.Learning.Tests.Evaluation.Strata;

public sealed class StrataAgreementTests
{
    private static readonly Cohort Real = Cohort.Concatenate(MdsSimulator.Draw(new MdsSimulationOptions { Patients = 900, Silos = 1, Seed = 1 }));
    private static readonly Cohort Fresh = Cohort.Concatenate(MdsSimulator.Draw(new MdsSimulationOptions { Patients = 900, Silos = 1, Seed = 2 }));
    private static readonly int Column = Real.Schema.IndexOf(MdsSchema.RiskCategory);

    // cohen_kappa_score(weights = "quadratic") of scikit-learn 1.2.
    [Fact]
    public void Kappa_is_that_of_scikit_learn()
    {
        Assert.Equal(0.5238095238095237, WeightedKappa.Of([0, 1, 2, 3, 4, 2, 1, 0, 3, 3], [0, 1, 1, 3, 4, 4, 1, 2, 3, 0])!.Value, 1e-12);
        Assert.Null(WeightedKappa.Of([1, 1], [1, 1]));
        Assert.Null(WeightedKappa.Of([], []));
    }

    [Fact]
    public void The_simulated_cohort_follows_its_own_rule_and_independent_columns_do_not()
    {
        Func<Cohort, int, int?> rule = IpssRRule.For(Real.Schema)!;
        Assert.Equal(1, StrataAgreement.Consistency(Real, Column, rule).Value);
        Assert.Equal(0, StrataAgreement.Consistency(IndependentColumns.Draw(Real, 900, 1), Column, rule).Value!.Value, .12);
        Assert.Null(IpssRRule.For(CohortOf.Nothing.Numbers("blasts", 1).Build().Schema));
    }

    [Fact]
    public void Fresh_patients_keep_shares_and_survival_by_stratum_and_independent_columns_lose_survival()
    {
        EndpointSchema endpoint = Real.Schema.Endpoints[0];
        Cohort independent = IndependentColumns.Draw(Real, 900, 1);
        Assert.InRange(StrataAgreement.Shares(Real, Fresh, Column).Value!.Value, .93, 1);
        Score fresh = StrataAgreement.Survival(Real, Fresh, Column, endpoint);
        Assert.InRange(fresh.Value!.Value, 0, .06);
        Assert.Equal("5 strata", fresh.Note);
        Assert.InRange(StrataAgreement.Survival(Real, independent, Column, endpoint).Value!.Value, .1, 1);
    }

    [Fact]
    public void A_stratum_that_the_other_cohort_lacks_counts_as_the_worst_gap()
    {
        EndpointSchema endpoint = Real.Schema.Endpoints[0];
        double whole = StrataAgreement.Survival(Real, Fresh, Column, endpoint).Value!.Value;
        Cohort lacking = Fresh.Take([.. Enumerable.Range(0, Fresh.Count).Where(row => Fresh[row, Column] != 4)]);
        Score score = StrataAgreement.Survival(Real, lacking, Column, endpoint);
        Assert.Equal("5 strata", score.Note);
        Assert.InRange(score.Value!.Value, .2, .2 + whole);
    }

    [Fact]
    public void Cohorts_without_strata_give_reasons()
    {
        Cohort none = Real.Take([]);
        Assert.NotNull(StrataAgreement.Shares(Real, none, Column).Reason);
        Assert.NotNull(StrataAgreement.Survival(Real, none, Column, Real.Schema.Endpoints[0]).Reason);
        Assert.NotNull(StrataAgreement.Consistency(none, Column, IpssRRule.For(Real.Schema)!).Reason);
    }
}
