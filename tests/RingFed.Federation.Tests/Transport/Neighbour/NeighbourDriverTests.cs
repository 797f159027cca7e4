using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport.Neighbour;

/// <summary>Neighbour exchange between drivers with real certificates, sockets and disks.</summary>
public sealed class NeighbourDriverTests
{
    private const int Parameters = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Every_silo_ends_all_rounds_with_a_model_of_its_own_merged_with_its_neighbours(int silos)
    {
        using LoopbackRing ring = Ring(silos, rounds: 3);
        ArtificialWorker[] workers = Workers(silos);

        await RunToEndAsync(ring, workers);

        for (int silo = 0; silo < silos; silo++)
        {
            IReadOnlyList<RoundResult> results = workers[silo].Merged;
            Assert.Equal([0, 1, 2, 3], results.Select(result => result.Round));
            Assert.Equal(Enumerable.Range(0, silos), results[0].Gathered.Select(payload => payload.Origin));
            string[] near = [.. new[] { (silo + silos - 1) % silos, silo, (silo + 1) % silos }.Distinct().Order().Select(index => $"silo-{index}")];
            Assert.All(results.Skip(1), result => Assert.Equal(string.Empty, string.Join("; ", result.Record.Missed)));
            Assert.All(results.Skip(1), result => Assert.Equal(near, result.Record.Merged));
            Assert.All(results.Skip(1), result => Assert.Contains("no Byzantine silo", result.Record.RuleLabel, StringComparison.Ordinal));
        }

        int digests = workers.Select(worker => worker.Merged[^1].Record.AggregateDigest).Distinct().Count();
        Assert.Equal(silos <= 3 ? 1 : silos, digests);
    }

    [Fact]
    public async Task A_peer_that_speaks_only_protocol_1_is_told_to_upgrade()
    {
        using LoopbackRing ring = Ring(2, rounds: 1);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters));
        await using RawNeighbour neighbour = await RawNeighbour.DialAsync(ring);

        await neighbour.SendAsync(neighbour.Hello(oldest: 1, newest: 1));

        Assert.Equal(
            new WireFault(WireFaultCode.UnknownVersion, "silo-1 speaks protocol 1, silo-0 speaks 2; upgrade silo-1"),
            await neighbour.GoodbyeAsync());
        await silo.StopAsync();
    }

    [Fact]
    public async Task Models_come_nearer_to_each_other_than_isolated_training_would_leave_them()
    {
        using LoopbackRing ring = Ring(5, rounds: 12);
        ArtificialWorker[] workers = Workers(5);

        await RunToEndAsync(ring, workers);

        double[] last = [.. workers.Select(worker => (double)worker.Merged[^1].Parameters.Span[0])];
        Assert.InRange(last.Max() - last.Min(), 0, 2.0);
        Assert.Equal(2.0, last.Average(), 0.1);
    }

    [Theory]
    [InlineData(UpdateCodec.Float32, 4)]
    [InlineData(UpdateCodec.Bfloat16, 2)]
    public async Task Each_silo_sends_its_update_twice_a_round_and_nothing_of_any_other_silo(UpdateCodec codec, int bytesPerValue)
    {
        using LoopbackRing ring = Ring(6, rounds: 4, codec);
        ArtificialWorker[] workers = Workers(6);

        SessionStatus[] ends = await RunToEndAsync(ring, workers);

        long payloads = 4 * 2 * (long)Parameters * bytesPerValue;
        Assert.All(ends, status => Assert.InRange(status.BytesOut.Chunks, payloads, payloads * 105 / 100));
    }

    [Fact]
    public async Task A_silo_stopped_after_it_published_goes_on_with_the_same_update()
    {
        using LoopbackRing ring = Ring(4, rounds: 3);
        TaskCompletionSource release = new();
        ArtificialWorker[] workers = Workers(4, (silo, round) => silo == 0 && round == 2 ? release.Task : Task.CompletedTask);
        RunningSilo[] silos = Start(ring, workers);
        await silos[3].Driver.UntilAsync(status => status is { Round: 2, Phase: SessionPhase.Exchanging });

        Assert.Equal(SessionEnding.Stopped, (await silos[3].StopAsync()).Ending);
        ArtificialWorker again = new(3, Parameters) { BeforeWork = round => NotTwice(round, 2) };
        using RunningSilo restarted = new(ring, 3, again);
        await restarted.Driver.UntilAsync(status => status is { Round: 2, Phase: SessionPhase.Exchanging });
        release.SetResult();

        SessionEnd[] ends = await Task.WhenAll(silos[0].End, silos[1].End, silos[2].End, restarted.End).WaitAsync(Patience);
        Assert.All(ends, end => Assert.Equal(new SessionEnd(SessionEnding.Completed, 3, null), end));
        Assert.Equal([1, 2, 3], again.Merged.Select(result => result.Round));
        Assert.All(again.Merged, result => Assert.Empty(result.Record.Missed));
    }

    [Fact]
    public async Task A_silo_that_is_gone_is_named_and_those_on_both_sides_of_it_exchange_with_each_other()
    {
        using LoopbackRing ring = new(5, rounds: 8, kind: ExchangeKind.Neighbour)
        {
            Adjust = (_, options) => options with { Suspicion = TimeSpan.FromSeconds(1), Linger = TimeSpan.FromSeconds(2) },
        };
        ArtificialWorker[] workers = Workers(5);
        RunningSilo[] silos = Start(ring, workers);
        await silos[2].Driver.UntilAsync(status => status.Closed >= 2);

        await silos[2].StopAsync();
        SessionEnd[] ends = await Task.WhenAll(silos.Where((_, silo) => silo != 2).Select(silo => silo.End)).WaitAsync(Patience);

        Assert.All(ends, end => Assert.Equal(new SessionEnd(SessionEnding.Completed, 8, null), end));
        RoundRecord last = workers[1].Merged[^1].Record;
        Assert.Equal(["silo-0", "silo-1", "silo-3"], last.Merged);
        MissedSilo missed = Assert.Single(last.Missed);
        Assert.Equal("silo-2", missed.Silo);
        Assert.Contains("cannot be reached", missed.Reason, StringComparison.Ordinal);
        Assert.Equal(["silo-1", "silo-3", "silo-4"], workers[3].Merged[^1].Record.Merged);
    }

    [Fact]
    public async Task A_ring_stopped_as_a_whole_goes_on_although_one_newest_model_is_damaged()
    {
        using LoopbackRing ring = Ring(3, rounds: 4);
        TaskCompletionSource never = new();
        RunningSilo[] silos = Start(ring, Workers(3, (_, round) => round == 3 ? never.Task : Task.CompletedTask));
        await Task.WhenAll(silos.Select(silo => silo.Driver.UntilAsync(status => status is { Closed: 2, Phase: SessionPhase.Working })));
        foreach (RunningSilo silo in silos)
        {
            await silo.StopAsync();
        }

        Tear(Path.Combine(ring.StateOf(1), "merged-0000002.ring"));
        ArtificialWorker[] again = Workers(3);
        SessionStatus[] ends = await RunToEndAsync(ring, again);

        Assert.Equal([1, 2, 3, 4], again[1].Merged.Select(result => result.Round));
        Assert.Equal([2, 3, 4], again[0].Merged.Select(result => result.Round));
        Assert.All(ends, status => Assert.Equal([0, 1, 2, 3, 4], status.Recent.Select(record => record.Round)));
    }

    private static void Tear(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static Task NotTwice(int round, int published)
    {
        Assert.NotEqual(published, round);
        return Task.CompletedTask;
    }

    private static LoopbackRing Ring(int silos, int rounds, UpdateCodec codec = UpdateCodec.Float32) =>
        new(silos, rounds, codec, kind: ExchangeKind.Neighbour);

    private static ArtificialWorker[] Workers(int silos, Func<int, int, Task>? before = null) =>
    [
        .. Enumerable.Range(0, silos).Select(silo => new ArtificialWorker(silo, Parameters)
        {
            BeforeWork = round => before?.Invoke(silo, round) ?? Task.CompletedTask,
        }),
    ];

    private static RunningSilo[] Start(LoopbackRing ring, ArtificialWorker[] workers) =>
        [.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))];

    private static async Task<SessionStatus[]> RunToEndAsync(LoopbackRing ring, ArtificialWorker[] workers)
    {
        RunningSilo[] silos = Start(ring, workers);
        SessionEnd[] ends = await Task.WhenAll(silos.Select(silo => silo.End)).WaitAsync(Patience);
        Assert.All(ends, end => Assert.Equal(SessionEnding.Completed, end.Ending));
        foreach (RunningSilo silo in silos)
        {
            silo.Dispose();
        }

        return [.. silos.Select(silo => silo.Driver.Status)];
    }
}
