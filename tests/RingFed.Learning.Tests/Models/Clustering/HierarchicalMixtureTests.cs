using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Aml;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation.Clustering;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Clustering;
using RingFed.Learning.Tests.Data;
using RingFed.Learning.Tests.Evaluation;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.Clustering;

public sealed class HierarchicalMixtureTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Planted_patterns_are_found_over_the_ring_as_in_one_place()
    {
        (Cohort cohort, int[] truth) = PlantedClusters.Draw(1_500, signatureGenes: 8, seed: 1);
        GeneComponents ring = (await FitAsync(PlantedClusters.Silos(cohort)))[0].Components!;
        GeneComponents pooled = (await FitAsync([cohort]))[0].Components!;

        Assert.InRange(AdjustedRandIndex.Of(truth, ring.Assign(cohort)), .9, 1);
        Assert.InRange(AdjustedRandIndex.Of(pooled.Assign(cohort), ring.Assign(cohort)), .95, 1);
        Assert.Equal(PlantedClusters.Patterns, ring.Components.Count);
        Assert.All(Enumerable.Range(0, PlantedClusters.Patterns), component => Assert.Single(
            ring.NameOf(component).Split(" + ").Select(gene => int.Parse(gene[1..], CultureInfo.InvariantCulture) / 8).Distinct()));
    }

    // With three signature genes an eighth of the patients carry none of them: who knows the true odds
    // reaches .69 on 20,000 such patients.
    [Fact]
    public async Task Patterns_of_three_signature_genes_are_found_as_well_as_by_who_knows_the_odds()
    {
        (Cohort cohort, int[] truth) = PlantedClusters.Draw(1_500, signatureGenes: 3, seed: 1);
        GeneComponents ring = (await FitAsync(PlantedClusters.Silos(cohort), Quick))[0].Components!;
        Assert.InRange(AdjustedRandIndex.Of(truth, ring.Assign(cohort)), .66, 1);
        Assert.Equal(PlantedClusters.Patterns, ring.Components.Count);
    }

    [Fact]
    public async Task Every_silo_ends_with_the_same_components_and_a_file_brings_them_back()
    {
        using TemporaryFolder folder = new();
        Cohort cohort = PlantedClusters.Draw(600, signatureGenes: 6, seed: 2).Cohort;
        HierarchicalMixture[] silos = await FitAsync(PlantedClusters.Silos(cohort), Quick);
        string[] files = [.. silos.Select((_, i) => Path.Combine(folder.Path, $"{i}.safetensors"))];
        foreach ((HierarchicalMixture silo, string file) in silos.Zip(files))
        {
            silo.SaveCheckpoint(file);
        }

        Assert.Equal(File.ReadAllBytes(files[0]), File.ReadAllBytes(files[1]));
        Assert.Equal(File.ReadAllBytes(files[0]), File.ReadAllBytes(files[2]));
        using HierarchicalMixture loaded = Model(EncoderFit.FitLocally(PlantedClusters.Silos(cohort)), cohort, 0, Quick);
        Assert.Throws<InvalidOperationException>(() => loaded.Assign(cohort));
        loaded.LoadCheckpoint(files[0]);
        Assert.Equal(silos[0].Assign(cohort), loaded.Assign(cohort));
        Assert.Throws<InvalidDataException>(() => Model(EncoderFit.FitLocally(cohort.Take([.. Enumerable.Range(0, 300)])), cohort, 0, Quick).LoadCheckpoint(files[0]));
    }

    [Fact]
    public async Task A_silo_without_patients_and_patients_without_a_known_mutation_do_no_harm()
    {
        Cohort cohort = PlantedClusters.Draw(400, signatureGenes: 8, seed: 3).Cohort;
        HierarchicalMixture[] silos = await FitAsync([cohort, cohort.Take([])], Quick);
        Assert.Equal(silos[0].Components!.Components.Select(c => c.Patients), silos[1].Components!.Components.Select(c => c.Patients));

        double[][] unknown = [.. Enumerable.Range(0, PlantedClusters.Genes).Select(gene => new[] { 0, double.NaN, gene == 0 ? 1 : double.NaN })];
        int[] assigned = silos[1].Assign(new Cohort(cohort.Schema, unknown));
        Assert.Equal([GeneComponents.Unassigned, GeneComponents.Unassigned], assigned[..2]);
        Assert.NotEqual(GeneComponents.Unassigned, assigned[2]);
    }

    [Fact]
    public async Task A_ring_of_too_few_patients_and_a_schema_of_too_few_genes_are_refused()
    {
        Cohort few = PlantedClusters.Draw(30, signatureGenes: 8, seed: 3).Cohort;
        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => FitAsync([few], Quick with { PatientsMin = 31 }));
        Assert.Contains("too few to cluster", fault.Message, StringComparison.Ordinal);

        Cohort one = CohortOf.Nothing.Gene("TP53", [.. new double[20]]).Build();
        Assert.Throws<ArgumentException>(() => Model(EncoderFit.FitLocally(one), one, 0, Quick));
    }

    [Fact]
    public void The_catalog_makes_it_and_names_every_faulty_option()
    {
        Assert.Equal(new FitPlan(30, false, 0), ModelCatalog.PlanOf(
            HierarchicalMixture.Name, PlantedClusters.Draw(1, 3, 0).Cohort.Schema, new Dictionary<string, string> { ["sums"] = "30" }));
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ModelCatalog.ParseOptions(
            HierarchicalMixture.Name, new Dictionary<string, string> { ["components"] = "1", ["mergeCosine"] = "2", ["patientsMin"] = "9" }));
        Assert.All(["components", "mergeCosine", "patientsMin"], name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Components_of_acute_myeloid_leukaemia_are_named_by_their_leading_genes()
    {
        string? source = PublicDataFolder.Find("aml", AppContext.BaseDirectory);
        Assert.SkipWhen(source is null, "The public AML cohort is not on this machine: set RINGFED_DATA to the folder that holds aml/.");
        Cohort cohort = Cohort.Concatenate(AmlPreparation.Read(source!).Cohorts);
        GeneComponents components = HierarchicalMixture.FitLocally(cohort, GenePanel.Genomic(cohort.Schema), new HierarchicalMixtureOptions(), seed: 1);
        int[] assigned = components.Assign(cohort);
        output.WriteLine($"{assigned.Count(label => label == GeneComponents.Unassigned)} patients without a known abnormality");
        for (int k = 0; k < components.Components.Count; k++)
        {
            output.WriteLine($"{assigned.Count(label => label == k)} patients: {components.NameOf(k)}");
        }

        string[] names = [.. Enumerable.Range(0, components.Components.Count).Select(components.NameOf)];
        Assert.Contains(names, name => name.Contains("NPM1", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("TP53", StringComparison.Ordinal));
    }

    private static HierarchicalMixtureOptions Quick => new() { Sums = 60, Sweeps = 10 };

    private static HierarchicalMixture Model(FittedEncoder encoder, Cohort cohort, int silo, HierarchicalMixtureOptions options) => new(
        new ModelContext(encoder, cohort, new ModelSeeds(5, 100 + silo), new CountingLedger(), TimeProvider.System), options);

    private static async Task<HierarchicalMixture[]> FitAsync(IReadOnlyList<Cohort> silos, HierarchicalMixtureOptions? options = null)
    {
        string[] ids = [.. silos.Select((_, i) => $"silo-{i}")];
        LocalRing ring = new(ids);
        FittedEncoder encoder = EncoderFit.FitLocally(silos);
        HierarchicalMixture[] models = [.. silos.Select((silo, i) => Model(encoder, silo, i, options ?? new HierarchicalMixtureOptions()))];
        await Task.WhenAll(models.Select((model, i) => Task.Run(() => model.FitAsync(FitStage.BeforeTraining, ring.For(ids[i]), Stop), Stop)));
        return models;
    }
}
