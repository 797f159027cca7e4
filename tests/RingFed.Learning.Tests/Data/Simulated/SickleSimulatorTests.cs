using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Learning.Tests.Data.Simulated;

public sealed class SickleSimulatorTests
{
    [Fact]
    public void The_default_is_sixty_five_children_in_three_unequal_silos()
    {
        IReadOnlyList<Cohort> silos = SickleSimulator.Draw(new SickleSimulationOptions());
        Assert.Equal([37, 17, 11], silos.Select(silo => silo.Count));
        Assert.All(silos, silo => Assert.InRange(silo.Column(silo.Schema.IndexOf(SickleSchema.SilentInfarct)).ToArray().Sum(), 1, silo.Count - 1));
    }

    [Fact]
    public void Files_say_that_they_are_simulated_and_read_back_without_a_fault()
    {
        using TemporaryFolder folder = new();
        IReadOnlyList<string> silos = SickleSimulator.Write(new SickleSimulationOptions { Skew = 1 }, folder.Path);
        CohortSchema schema = SchemaFile.Load(Path.Combine(silos[0], SickleSimulator.SchemaFileName));
        Assert.Equal(65, CohortCsv.Read(schema, [.. silos.Select(silo => Path.Combine(silo, SickleSimulator.PatientsFile))]).Count);
        Assert.Equal(CohortOrigin.Simulated, schema.Origin);
        Assert.Contains("SIMULATED", File.ReadAllText(Path.Combine(silos[0], SickleSimulator.PatientsFile)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_draw_has_the_planted_risk_and_gaps()
    {
        Cohort cohort = Cohort.Concatenate(SickleSimulator.Draw(new SickleSimulationOptions { Patients = 20_000 }));
        Assert.InRange(cohort.Column(cohort.Schema.IndexOf(SickleSchema.SilentInfarct)).ToArray().Average(), .3, .42);
        Assert.InRange(Mean(cohort, "haemoglobin", infarct: 0) - Mean(cohort, "haemoglobin", infarct: 1), .4, 1.2);
        Assert.InRange(cohort.Column(cohort.Schema.IndexOf("doppler_velocity")).ToArray().Count(double.IsNaN) / 20_000.0, .09, .11);
    }

    [Fact]
    public void The_same_seed_draws_the_same_children_and_small_rings_are_filled()
    {
        Assert.Equal(Bits(seed: 3), Bits(seed: 3));
        Assert.NotEqual(Bits(seed: 3), Bits(seed: 4));
        Assert.All(SickleSimulator.Draw(new SickleSimulationOptions { Patients = 9, Silos = 9 }), silo => Assert.Equal(1, silo.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => SickleSimulator.Draw(new SickleSimulationOptions { Patients = 2 }));
    }

    private static double[] Bits(long seed) => SickleSimulator.Draw(new SickleSimulationOptions { Seed = seed })[0].Column(3).ToArray();

    private static double Mean(Cohort cohort, string column, double infarct) => Enumerable.Range(0, cohort.Count)
        .Where(row => cohort[row, cohort.Schema.IndexOf(SickleSchema.SilentInfarct)] == infarct)
        .Average(row => cohort[row, cohort.Schema.IndexOf(column)]);
}
