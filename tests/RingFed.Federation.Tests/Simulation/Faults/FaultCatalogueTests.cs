using RingFed.Simulation;
using RingFed.Simulation.Faults;

namespace RingFed.Federation.Tests.Simulation.Faults;

public sealed class FaultCatalogueTests
{
    public static TheoryData<string> Names => [.. FaultCatalogue.Parse("all").Select(kind => kind.Name)];

    [Fact]
    public void Names_are_distinct_and_say_what_happens()
    {
        Assert.Equal(FaultCatalogue.All.Count, FaultCatalogue.All.DistinctBy(kind => kind.Name).Count());
        Assert.All(FaultCatalogue.All, kind => Assert.Matches("^[a-z][a-z-]+$", kind.Name));
        Assert.All(FaultCatalogue.All, kind => Assert.NotEmpty(kind.Sentence));
    }

    [Fact]
    public void A_list_is_read_in_its_order_without_repetition()
    {
        Assert.Equal(["cuts", "delays"], FaultCatalogue.Parse(" cuts, delays,cuts ").Select(kind => kind.Name));
        Assert.Empty(FaultCatalogue.Parse("none"));
        Assert.Equal(FaultCatalogue.All.Where(kind => kind.IsSurvived), FaultCatalogue.Parse("all"));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_are_known()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => FaultCatalogue.Parse("delays,rain"));

        Assert.Contains("'rain'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("power-cuts", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_fault_alone_strikes_and_is_survived(string name)
    {
        int injected = 0;
        for (ulong seed = 0; seed < 12; seed++)
        {
            SimulationReport report = SimulatedRing.Run(new SimulationOptions
            {
                Seed = seed,
                Silos = 4 + (int)(seed % 4),
                Byzantine = 1,
                Faults = FaultCatalogue.Parse(name),
            });

            Assert.True(report.IsSound, report.ToString());
            injected += report.FaultsInjected;
        }

        Assert.True(injected > 0, $"{name} never struck");
    }
}
