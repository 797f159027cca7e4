using RingFed.Federation.Ring;
using RingFed.Federation.Tests.Transport;
using RingFed.Federation.Topology;
using RingFed.Simulation.InMemory;

namespace RingFed.Federation.Tests.Simulation.InMemory;

public sealed class MemoryRingTests
{
    private const int Parameters = 20_000;

    [Theory]
    [InlineData(2, UpdateCodec.Float32, "auto")]
    [InlineData(3, UpdateCodec.Bfloat16, "weighted-mean")]
    [InlineData(5, UpdateCodec.Lossless, "auto")]
    [InlineData(3, UpdateCodec.Lossless, "sequential")]
    public async Task Every_round_closes_with_the_digest_that_daemons_on_loopback_reach(int silos, UpdateCodec codec, string rule)
    {
        using LoopbackRing loopback = new(silos, rounds: 3, codec, rule);
        ArtificialWorker[] daemons = Workers(silos);
        ArtificialWorker[] inMemory = Workers(silos);

        RunningSilo[] running = [.. daemons.Select((worker, silo) => new RunningSilo(loopback, silo, worker))];
        await Task.WhenAll(running.Select(silo => silo.End)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        MemoryRingReport report = MemoryRing.Run(Options(loopback.Topology), inMemory, stop: TestContext.Current.CancellationToken);

        string[] expected = [.. daemons[0].Merged.Select(result => result.Record.AggregateDigest)];
        Assert.Equal(4, expected.Length);
        Assert.All(report.BySilo, records => Assert.Equal(expected, records.Select(record => record.AggregateDigest)));
        Assert.All(inMemory, worker => Assert.Equal(expected, worker.Merged.Select(result => result.Record.AggregateDigest)));
        Assert.Equal(daemons[1].Merged[^1].Parameters.ToArray(), inMemory[1].Merged[^1].Parameters.ToArray());
    }

    [Fact]
    public void By_turns_one_silo_trains_in_a_round_and_the_next_goes_on_from_there()
    {
        FederationTopology topology = Topology(3, rounds: 5) with { Aggregation = new AggregationSettings { Rule = "sequential" } };
        topology = topology with { Exchange = topology.Exchange with { Codec = UpdateCodec.Lossless } };
        ArtificialWorker[] workers = Workers(3);

        MemoryRingReport report = MemoryRing.Run(Options(topology), workers, stop: TestContext.Current.CancellationToken);

        Assert.Equal([[1, 4], [2, 5], [3]], workers.Select(worker => worker.Trained));
        float value = 0;
        for (int round = 1; round <= 5; round++)
        {
            int silo = (round - 1) % 3;
            value += 0.5f * (2 + silo - value);
            RoundResult result = workers[0].Merged[round];
            Assert.Equal(value, result.Parameters.Span[2]);
            Assert.EndsWith($": {topology.Silos[silo].Id}", result.Record.RuleLabel, StringComparison.Ordinal);
        }

        Assert.All(report.BySilo[0].Skip(1), record => Assert.True(record.Round % 3 == 1 || record.PayloadBytes < Parameters * sizeof(float) / 100));
    }

    [Fact]
    public void Threads_chunks_and_workers_change_no_digest()
    {
        FederationTopology topology = Topology(4, rounds: 2);
        MemoryRingReport one = MemoryRing.Run(Options(topology) with { Threads = 1, WorkersMax = 1 }, Workers(4), stop: TestContext.Current.CancellationToken);
        MemoryRingReport other = MemoryRing.Run(Options(topology) with { Threads = 3, WorkersMax = 4, ChunkBytes = 1024 }, Workers(4), stop: TestContext.Current.CancellationToken);

        Assert.Equal(one.BySilo[0].Select(record => record.AggregateDigest), other.BySilo[3].Select(record => record.AggregateDigest));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_silo_sends_n_minus_one_payloads_a_round_and_less_than_five_percent_more(int silos)
    {
        MemoryRingReport report = MemoryRing.Run(
            Options(Topology(silos, rounds: 2)) with { StatisticRounds = 0, ChunkBytes = 16 * 1024 }, Workers(silos), stop: TestContext.Current.CancellationToken);

        long payload = Parameters * sizeof(float);
        Assert.All(report.BySilo.SelectMany(records => records), record =>
        {
            Assert.Equal(payload, record.PayloadBytes);
            Assert.InRange(record.BytesOutChunks, (silos - 1) * payload, (silos - 1) * payload * 105 / 100);
            Assert.True(record.BytesOutOther > 0);
        });
    }

    [Fact]
    public void Every_silo_is_merged_in_every_round_and_each_round_is_told()
    {
        List<int> told = [];

        MemoryRingReport report = MemoryRing.Run(
            Options(Topology(3, rounds: 5)), Workers(3), record => told.Add(record.Round), TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 2, 3, 4, 5], told);
        Assert.All(report.BySilo.SelectMany(records => records), record => Assert.Equal((3, 0), (record.Merged.Count, record.Missed.Count)));
    }

    [Fact]
    public void What_a_worker_throws_reaches_the_caller_and_nobody_works_on()
    {
        ArtificialWorker[] workers = [.. Enumerable.Range(0, 3).Select(silo => new ArtificialWorker(silo, Parameters)
        {
            BeforeWork = round => silo == 1 && round == 2 ? throw new InvalidDataException("diverged") : Task.CompletedTask,
        })];

        InvalidDataException thrown = Assert.Throws<InvalidDataException>(
            () => MemoryRing.Run(Options(Topology(3, rounds: 4)), workers, stop: TestContext.Current.CancellationToken));

        Assert.Equal("diverged", thrown.Message);
        Assert.All(workers, worker => Assert.Equal([0, 1], worker.Merged.Select(result => result.Round)));
    }

    [Fact]
    public void A_cancelled_run_ends_although_a_worker_waits()
    {
        using CancellationTokenSource stop = new();
        ArtificialWorker[] workers = [.. Enumerable.Range(0, 2).Select(silo => new ArtificialWorker(silo, Parameters)
        {
            BeforeWork = round => round == 1 && silo == 0 ? Endless() : Task.CompletedTask,
        })];

        Assert.ThrowsAny<OperationCanceledException>(() => MemoryRing.Run(Options(Topology(2, rounds: 2)), workers, stop: stop.Token));

        Task Endless()
        {
            stop.Cancel();
            return new TaskCompletionSource().Task;
        }
    }

    [Fact]
    public void Neighbour_exchange_and_a_roster_of_another_size_are_refused()
    {
        FederationTopology topology = Topology(3, rounds: 1);

        Assert.Throws<ArgumentException>(() => MemoryRing.Run(
            Options(topology with { Exchange = new ExchangeSettings { Kind = ExchangeKind.Neighbour } }), Workers(3), stop: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => MemoryRing.Run(Options(topology), Workers(2), stop: TestContext.Current.CancellationToken));
    }

    private static FederationTopology Topology(int silos, int rounds)
    {
        using LoopbackRing ring = new(silos, rounds);
        return ring.Topology;
    }

    private static MemoryRingOptions Options(FederationTopology topology) => new() { Topology = topology, StatisticRounds = 1 };

    private static ArtificialWorker[] Workers(int silos) => [.. Enumerable.Range(0, silos).Select(silo => new ArtificialWorker(silo, Parameters))];
}
