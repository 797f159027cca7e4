using FsCheck;
using FsCheck.Fluent;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Clustering;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.Clustering;

public sealed class MixtureSensitivityTests
{
    private static readonly Cohort _cohort = PlantedClusters.Draw(120, signatureGenes: 8, seed: 1).Cohort;
    private static readonly FittedEncoder _encoder = EncoderFit.FitLocally(_cohort);

    // Of later sums the same holds given the assignments, which a record moves too; only the first are not drawn under others.
    [Fact]
    public void One_patient_more_changes_the_first_sum_by_no_more_than_it_declares() =>
        Prop.ForAll(
            Gen.Choose(0, 1).Select(value => (double)value).ArrayOf(PlantedClusters.Genes).ToArbitrary(),
            genes =>
            {
                Cohort patient = new(_cohort.Schema, [.. genes.Select(value => new[] { value })]);
                FirstOf(Cohort.Concatenate([_cohort, patient])).RequireWithinSensitivity(FirstOf(_cohort));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_patient_with_every_abnormality_in_a_component_of_its_own_reaches_what_is_declared()
    {
        Cohort all = new(_cohort.Schema, [.. Enumerable.Repeat(new[] { 1.0 }, PlantedClusters.Genes)]);
        StatisticQuery query = FirstOf(all).Queries[0];
        Assert.Equal(query.SensitivityL1, query.Values.Sum(value => Math.Abs((double)value)));
        Assert.Equal(PlantedClusters.Genes + 2, query.SensitivityL1);
        Assert.Equal(Math.Sqrt(PlantedClusters.Genes + 2), query.SensitivityL2, 1e-12);
        Assert.Equal(0, query.MinimumCount);
    }

    /// <summary>A run's first query alone; what follows may end for want of patients.</summary>
    private static RecordedRing FirstOf(Cohort cohort)
    {
        RecordedRing ring = new();
        using HierarchicalMixture model = new(
            new ModelContext(_encoder, cohort, new ModelSeeds(5, 6), new CountingLedger(), TimeProvider.System), new HierarchicalMixtureOptions { Sums = 2, Sweeps = 1 });
        _ = Record.Exception(() => model.FitAsync(FitStage.BeforeTraining, ring, TestContext.Current.CancellationToken).GetAwaiter().GetResult());
        ring.Queries.RemoveRange(1, ring.Queries.Count - 1);
        return ring;
    }
}
