using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.BayesianNetwork;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

public sealed class RingEqualsPooledTests
{
    [Fact]
    public async Task Three_unequal_silos_get_the_pooled_network_byte_for_byte()
    {
        IReadOnlyList<Cohort> silos = NetworkToy.ThreeSilos(900);
        IReadOnlyList<BayesianNetworkModel> ring = await NetworkToy.FitAsync(silos);
        BayesianNetworkModel pooled = await NetworkToy.FitAsync(Cohort.Concatenate(silos));
        byte[] expected = pooled.Saved();
        Assert.True(expected.Length > 10_000);
        Assert.All(ring, model => Assert.Equal(expected, model.Saved()));
    }

    [Fact]
    public async Task A_silo_without_patients_learns_what_the_others_know()
    {
        Cohort all = Cohort.Concatenate(NetworkToy.ThreeSilos(300));
        IReadOnlyList<BayesianNetworkModel> ring = await NetworkToy.FitAsync([all, all.Take([])]);
        Assert.Equal(ring[0].Saved(), ring[1].Saved());
    }

    [Fact]
    public async Task No_more_sums_are_asked_for_than_the_plan_says_and_none_is_large()
    {
        Cohort cohort = Cohort.Concatenate(NetworkToy.ThreeSilos(900));
        BayesianNetworkOptions options = new();
        CountingRing ring = new(new LocalRing(["one"]).For("one"));
        using BayesianNetworkModel model = NetworkToy.Unfitted(cohort, EncoderFit.FitLocally(cohort), options);
        await model.FitAsync(FitStage.BeforeTraining, ring, TestContext.Current.CancellationToken);

        FitPlan plan = ModelCatalog.PlanOf("bayesian-network", cohort.Schema, new Dictionary<string, string>());
        Assert.Equal((false, 0), (plan.Trains, plan.SumsAfter));
        Assert.InRange(ring.Queries.Count, 1 + SurvivalFit.Sums, plan.SumsBefore);
        Assert.All(ring.Queries, query => Assert.InRange(query.Values.Length, 1, TreeGrowth.CellsMax));
        Assert.Equal(ring.Queries.Count, ring.Queries.Select(query => query.Name).Distinct().Count());
    }

    [Fact]
    public async Task Sums_whose_cells_are_used_however_small_do_not_promise_k()
    {
        Cohort cohort = Cohort.Concatenate(NetworkToy.ThreeSilos(900));
        CountingRing ring = new(new LocalRing(["one"]).For("one"));
        using BayesianNetworkModel model = NetworkToy.Unfitted(cohort, EncoderFit.FitLocally(cohort));
        await model.FitAsync(FitStage.BeforeTraining, ring, TestContext.Current.CancellationToken);

        Assert.All(ring.Queries, query => Assert.Equal(
            query.Name.Contains("/places-", StringComparison.Ordinal)
                ? (EncoderFit.MinimumCount, false)
                : (1, true),
            (query.MinimumCount, query.Purpose.Contains("cells of a single record are used", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_record_changes_no_sum_by_more_than_it_declares()
    {
        Cohort all = Cohort.Concatenate(NetworkToy.ThreeSilos(400));
        FittedEncoder encoder = EncoderFit.FitLocally(all);
        foreach (int record in (int[])[0, 7, 200])
        {
            RecordedRing with = await RecordAsync(all, encoder, new RecordedRing());
            RecordedRing without = await RecordAsync(all.Take([.. Enumerable.Range(0, all.Count).Where(row => row != record)]), encoder, new RecordedRing(with.Totals));
            Assert.True(with.Queries.Count > SurvivalFit.Sums);
            with.RequireWithinSensitivity(without);
            double change = with.Queries[0].Values.Zip(without.Queries[0].Values, (a, b) => (double)Int128.Abs(a - b)).Sum();
            Assert.Equal(with.Queries[0].SensitivityL1, change);
        }
    }

    private static async Task<RecordedRing> RecordAsync(Cohort cohort, FittedEncoder encoder, RecordedRing ring)
    {
        using BayesianNetworkModel model = NetworkToy.Unfitted(cohort, encoder);
        await model.FitAsync(FitStage.BeforeTraining, ring, TestContext.Current.CancellationToken);
        return ring;
    }

    private sealed class CountingRing(IRingSum inner) : IRingSum
    {
        public List<StatisticQuery> Queries { get; } = [];

        public Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken)
        {
            Queries.Add(query);
            return inner.SumAsync(query, cancellationToken);
        }
    }
}
