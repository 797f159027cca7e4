using System.Security.Cryptography;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Learning.Tests.Data.Simulated;

public sealed class MdsSimulatorTests
{
    private static readonly IReadOnlyList<Cohort> _cohorts = MdsSimulator.Draw(new MdsSimulationOptions());

    [Fact]
    public void Silos_have_unequal_sizes_that_sum_to_the_patients_asked_for()
    {
        int[] sizes = [.. _cohorts.Select(cohort => cohort.Count)];

        Assert.Equal(4_427, sizes.Sum());
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.InRange(sizes[0] / (double)sizes[^1], 3, 5);
    }

    [Fact]
    public void Written_silos_say_simulated_and_read_back_without_a_fault()
    {
        using TemporaryFolder folder = new();
        IReadOnlyList<string> silos = MdsSimulator.Write(new MdsSimulationOptions { Patients = 600, Silos = 3 }, folder.Path, ["a", "b", "c"]);

        Assert.Equal(["a", "b", "c"], silos.Select(Path.GetFileName));
        foreach (string silo in silos)
        {
            Assert.All(Directory.GetFiles(silo), file => Assert.StartsWith("# SIMULATED", File.ReadAllText(file), StringComparison.Ordinal));
        }

        CohortSchema schema = SchemaFile.Load(Path.Combine(silos[0], MdsSimulator.SchemaFileName));
        Assert.Equal(CohortOrigin.Simulated, schema.Origin);
        Assert.Equal(SchemaDigest.Of(MdsSchema.Instance), SchemaDigest.Of(schema));
        Assert.Equal(600, CohortCsv.Read(schema, [.. silos.Select(silo => Path.Combine(silo, MdsSimulator.PatientsFile))]).Count);
    }

    [Fact]
    public void The_schema_in_the_topology_folder_is_the_simulators() =>
        Assert.Equal(
            SchemaDigest.Of(MdsSchema.Instance),
            SchemaDigest.Of(SchemaFile.Load(RepositoryRoot.File("topology", "mds.schema.yaml"))));

    [Fact]
    public void Mutations_and_karyotype_are_groups_of_their_own()
    {
        ILookup<string, string> groups = MdsSchema.Instance.Columns.ToLookup(column => column.Group, column => column.Name);

        Assert.Equal(MdsGenes.All.Select(gene => gene.Name), groups[ColumnGroup.Genes]);
        Assert.Equal([MdsSchema.Karyotype], groups[ColumnGroup.Cytogenetics]);
        Assert.Contains("therapy_related", groups[ColumnGroup.Clinical]);
        Assert.Equal(3, groups.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine()
    {
        using TemporaryFolder folder = new();
        string silo = MdsSimulator.Write(new MdsSimulationOptions { Patients = 500, Silos = 2 }, folder.Path)[0];

        byte[] digest = SHA256.HashData(File.ReadAllBytes(Path.Combine(silo, MdsSimulator.PatientsFile)));

        Assert.Equal("da0b2445dea04fa2", Convert.ToHexStringLower(digest)[..16]);
    }

    [Fact]
    public void Another_seed_gives_other_patients() =>
        Assert.NotEqual(
            _cohorts[0].Column(0)[..50].ToArray(),
            MdsSimulator.Draw(new MdsSimulationOptions { Seed = 2 })[0].Column(0)[..50].ToArray());

    [Fact]
    public void Missing_values_follow_their_patterns()
    {
        Cohort all = Cohort.Concatenate(_cohorts);

        Assert.Equal(0.03, Missing(all, "haemoglobin"), 0.01);
        Assert.Equal(0.20, Missing(all, "ring_sideroblasts"), 0.02);
        Assert.Equal(0.04, Missing(all, "karyotype"), 0.01);
        Assert.Equal(0.05, Missing(all, "SF3B1"), 0.01);
        Assert.InRange(Missing(all, "erythropoietin"), 0.25, 0.65);
        Assert.InRange(Missing(all, "ferritin"), 0.12, 0.42);
        Assert.InRange(Missing(all, "ldh"), 0.04, 0.22);
        Assert.Equal(0, Missing(all, "os_years"));
    }

    [Fact]
    public void A_gene_panel_is_missing_as_a_whole_and_risk_with_any_of_its_parts()
    {
        Cohort all = Cohort.Concatenate(_cohorts);
        int risk = all.Schema.IndexOf(MdsSchema.RiskCategory);
        int[] parts = [.. new[] { "karyotype", "haemoglobin", "platelets", "neutrophils" }.Select(all.Schema.IndexOf)];
        for (int row = 0; row < all.Count; row++)
        {
            int panel = Enumerable.Range(MdsSchema.FirstGene, MdsGenes.All.Count).Count(gene => double.IsNaN(all[row, gene]));
            Assert.True(panel == 0 || panel == MdsGenes.All.Count);
            Assert.Equal(parts.Any(part => double.IsNaN(all[row, part])), double.IsNaN(all[row, risk]));
        }
    }

    [Fact]
    public void Skew_moves_patients_between_silos_and_changes_nobody()
    {
        MdsSimulationOptions even = new() { Skew = 0 };
        MdsSimulationOptions skewed = new() { Skew = 1 };

        Assert.Equal(
            MdsSimulator.DrawComplete(even).Patients.Select(patient => (patient.Age, patient.Blood)),
            MdsSimulator.DrawComplete(skewed).Patients.Select(patient => (patient.Age, patient.Blood)));
        Assert.True(RiskSpread(skewed) > 2 * RiskSpread(even));
    }

    [Theory]
    [InlineData(10, 0, 0.5)]
    [InlineData(3, 4, 0.5)]
    [InlineData(100, 4, 1.5)]
    [InlineData(100, 4, double.NaN)]
    public void Settings_outside_their_range_are_refused(int patients, int silos, double skew) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MdsSimulator.Draw(new MdsSimulationOptions { Patients = patients, Silos = silos, Skew = skew }));

    [Theory]
    [InlineData(5, 1)]
    [InlineData(10, 10)]
    [InlineData(1_000, 7)]
    [InlineData(4_427, 4)]
    public void Every_silo_has_patients(int patients, int silos)
    {
        int[] sizes = MdsAllocation.Sizes(patients, silos);

        Assert.Equal((patients, silos), (sizes.Sum(), sizes.Length));
        Assert.All(sizes, size => Assert.True(size > 0));
    }

    /// <summary>Largest difference between silos in the share of higher-risk patients.</summary>
    private static double RiskSpread(MdsSimulationOptions options)
    {
        (IReadOnlyList<MdsPatient> patients, _, int[] assigned) = MdsSimulator.DrawComplete(options);
        double[] shares = [.. Enumerable.Range(0, options.Silos).Select(silo => patients.Where((_, i) => assigned[i] == silo).Average(patient => patient.Risk >= 3 ? 1.0 : 0))];
        return shares.Max() - shares.Min();
    }

    private static double Missing(Cohort cohort, string column) =>
        cohort.Column(cohort.Schema.IndexOf(column)).ToArray().Average(value => double.IsNaN(value) ? 1.0 : 0);
}
