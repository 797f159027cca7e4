using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

/// <summary>Daemons of protocol N and N-1 in one ring.</summary>
public sealed class ProtocolUpgradeTests
{
    private const int Parameters = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_ring_in_which_one_silo_is_not_upgraded_yet_closes_its_rounds()
    {
        using LoopbackRing ring = new(silos: 3, rounds: 2)
        {
            Adjust = (silo, options) => silo == 1 ? options with { ProtocolNewest = 1 } : options,
        };
        ArtificialWorker[] workers = [new(0, Parameters), new(1, Parameters), new(2, Parameters)];
        RunningSilo[] silos = [.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))];

        SessionEnd[] ends = await Task.WhenAll(silos.Select(silo => silo.End)).WaitAsync(Patience);

        Assert.All(ends, end => Assert.Equal(SessionEnding.Completed, end.Ending));
        Assert.Single(workers.Select(worker => worker.Merged[^1].Record.AggregateDigest).Distinct());
        Array.ForEach(silos, silo => silo.Dispose());
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(2, 3, 2)]
    public async Task What_follows_the_greeting_is_in_the_newest_version_that_both_know(int oldest, int newest, int expected)
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters));
        await using RawNeighbour neighbour = await RawNeighbour.DialAsync(ring);

        Frame greeting = await neighbour.NextAsync(FrameType.Hello);
        Assert.Equal(FrameHeader.VersionOfGreeting, greeting.Header.Version);
        await neighbour.SendAsync(neighbour.Hello(oldest, newest));

        Assert.Equal(expected, (await neighbour.NextAsync(FrameType.Summary)).Header.Version);
        await silo.StopAsync();
    }

    [Fact]
    public async Task A_peer_that_speaks_only_newer_versions_reads_which_daemon_to_upgrade()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters));
        await using RawNeighbour neighbour = await RawNeighbour.DialAsync(ring);

        await neighbour.SendAsync(neighbour.Hello(oldest: 3, newest: 4));

        Assert.Equal(
            new WireFault(WireFaultCode.UnknownVersion, "silo-1 speaks protocol 3 to 4, silo-0 speaks 1 to 2; upgrade silo-0"),
            await neighbour.GoodbyeAsync());
        await silo.StopAsync();
    }

    [Fact]
    public async Task An_epoch_can_end_the_old_version()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        FederationTopology raised = ring.Topology with { Protocol = new ProtocolSettings { Version = 2 } };
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters), raised);
        await using RawNeighbour neighbour = await RawNeighbour.DialAsync(ring);

        await neighbour.SendAsync(neighbour.Hello(oldest: 1, newest: 1));

        Assert.Equal(
            new WireFault(WireFaultCode.UnknownVersion, "silo-1 speaks protocol 1, silo-0 speaks 2; upgrade silo-1"),
            await neighbour.GoodbyeAsync());
        await silo.StopAsync();
    }

    [Fact]
    public async Task A_frame_in_another_version_than_the_greetings_settled_on_closes_the_link()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters));
        await using RawNeighbour neighbour = await RawNeighbour.DialAsync(ring);
        await neighbour.SendAsync(neighbour.Hello());

        await neighbour.SendAsync(new RingFed.Federation.Messages.Progress(-1), version: 1);

        Assert.Equal(WireFaultCode.UnknownVersion, (await neighbour.GoodbyeAsync()).Code);
        await silo.StopAsync();
    }
}
