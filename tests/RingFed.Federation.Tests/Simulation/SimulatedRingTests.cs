using RingFed.Federation.Wire;
using RingFed.Simulation;
using RingFed.Simulation.Faults;

namespace RingFed.Federation.Tests.Simulation;

public sealed class SimulatedRingTests
{
    /// <summary>Of this many bytes of payloads, envelopes, votes, proofs and frames may be 5 %.</summary>
    private const double BytesOverMin = 1.05;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void A_ring_without_faults_closes_every_round_and_sends_each_payload_over_each_link_once(int silos)
    {
        SimulationOptions options = new() { Seed = 7, Silos = silos, Rounds = 5, ChunksPerPayload = 2 };

        SimulationReport report = SimulatedRing.Run(options);

        Assert.True(report.IsSound, report.ToString());
        Assert.Equal(6, report.RoundsClosed);
        Assert.Equal((silos - 1) * options.ChunksPerPayload, report.ChunksSentMax);
        long payloads = 6L * (silos - 1) * options.ChunksPerPayload * WireCaps.ChunkBytesMax;
        Assert.InRange(report.BytesSentMax, payloads, (long)(payloads * BytesOverMin));
    }

    /// <summary>A bounded part of what <c>ringfed simulate --seeds 10000</c> does at night.</summary>
    [Fact]
    public void Whatever_goes_wrong_nothing_wrong_closes_and_every_silo_that_is_left_closes_every_round()
    {
        Rehearsal rehearsal = new() { Seeds = 300 };

        RehearsalSum sum = rehearsal.Run(Environment.ProcessorCount, _ => { }, TestContext.Current.CancellationToken);

        Assert.True(sum.Failures.Count == 0, string.Join(Environment.NewLine, sum.Failures));
        Assert.Equal(300, sum.Seeds);
        Assert.True(sum.FaultsInjected > 10_000, $"only {sum.FaultsInjected} faults struck");
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        SimulationOptions options = new() { Seed = 11, Silos = 5, Byzantine = 1, Faults = FaultCatalogue.Parse("all"), TracesEffects = true };

        string? first = SimulatedRing.Run(options).EffectsDigest;

        Assert.NotNull(first);
        Assert.Equal(first, SimulatedRing.Run(options).EffectsDigest);
        Assert.NotEqual(first, SimulatedRing.Run(options with { Seed = 12 }).EffectsDigest);
    }

    [Fact]
    public void A_rehearsal_comes_to_the_same_with_one_thread_and_with_several()
    {
        Rehearsal rehearsal = new() { Seeds = 12, FirstSeed = 500 };

        RehearsalSum alone = rehearsal.Run(1, _ => { }, TestContext.Current.CancellationToken);
        RehearsalSum together = rehearsal.Run(4, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal((alone.RoundsClosed, alone.FaultsInjected), (together.RoundsClosed, together.FaultsInjected));
    }
}
