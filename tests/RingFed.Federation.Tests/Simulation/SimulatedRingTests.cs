using RingFed.Simulation;

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
        SimulationOptions options = new() { Seed = 7, Silos = silos, Rounds = 5, FaultyMs = 0 };

        SimulationReport report = SimulatedRing.Run(options);

        Assert.True(report.IsSound, report.ToString());
        Assert.Equal(6, report.RoundsClosed);
        Assert.Equal((silos - 1) * options.ChunksPerPayload, report.ChunksSentMax);
    }

    [Theory]
    [InlineData(FaultKinds.LinkCuts)]
    [InlineData(FaultKinds.Crashes)]
    [InlineData(FaultKinds.PowerCuts)]
    [InlineData(FaultKinds.All)]
    public void Every_seed_closes_all_rounds_after_its_faults_have_healed(FaultKinds faults)
    {
        int injected = 0;
        for (ulong seed = 0; seed < 150; seed++)
        {
            SimulationReport report = SimulatedRing.Run(
                new SimulationOptions { Seed = seed, Silos = 2 + (int)(seed % 6), Rounds = 6, Faults = faults });

            Assert.True(report.IsSound, report.ToString());
            injected += report.FaultsInjected;
        }

        Assert.True(injected > 100, $"only {injected} faults struck");
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        SimulationOptions options = new() { Seed = 11, Silos = 5, Faults = FaultKinds.All, TracesEffects = true };

        string? first = SimulatedRing.Run(options).EffectsDigest;

        Assert.NotNull(first);
        Assert.Equal(first, SimulatedRing.Run(options).EffectsDigest);
        Assert.NotEqual(first, SimulatedRing.Run(options with { Seed = 12 }).EffectsDigest);
    }
}
