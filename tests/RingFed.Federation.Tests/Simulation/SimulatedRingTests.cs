using RingFed.Simulation;
using RingFed.Simulation.Faults;

namespace RingFed.Federation.Tests.Simulation;

public sealed class SimulatedRingTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_ring_without_faults_closes_every_round_and_sends_each_payload_over_each_link_once(int silos)
    {
        SimulationOptions options = new() { Seed = 7, Silos = silos, Rounds = 5 };

        SimulationReport report = SimulatedRing.Run(options);

        Assert.True(report.IsSound, report.ToString());
        Assert.Equal(6, report.RoundsClosed);
        Assert.Equal((silos - 1) * options.ChunksPerPayload, report.ChunksSentMax);
    }

    [Theory]
    [InlineData("delays,loss,duplicates,reordering")]
    [InlineData("cuts,partitions,asymmetric,clogs")]
    [InlineData("crashes,power-cuts,outages,slow-disks")]
    [InlineData("clock-jumps,stalls,stragglers,late-joiner")]
    public void Every_seed_closes_all_rounds_after_its_faults_have_healed(string faults)
    {
        int injected = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            SimulationReport report = SimulatedRing.Run(
                new SimulationOptions { Seed = seed, Silos = 2 + (int)(seed % 6), Rounds = 6, Faults = FaultCatalogue.Parse(faults) });

            Assert.True(report.IsSound, report.ToString());
            injected += report.FaultsInjected;
        }

        Assert.True(injected > 100, $"only {injected} faults struck");
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        SimulationOptions options = new() { Seed = 11, Silos = 5, Faults = FaultCatalogue.All, TracesEffects = true };

        string? first = SimulatedRing.Run(options).EffectsDigest;

        Assert.NotNull(first);
        Assert.Equal(first, SimulatedRing.Run(options).EffectsDigest);
        Assert.NotEqual(first, SimulatedRing.Run(options with { Seed = 12 }).EffectsDigest);
    }
}
