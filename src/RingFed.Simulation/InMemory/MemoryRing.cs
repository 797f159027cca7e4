using RingFed.Federation.Identity;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Rounds;
using RingFed.Federation.Topology;

namespace RingFed.Simulation.InMemory;

/// <summary>
/// A ring of silos in one process, for experiments: the shipping session, workshop, codecs, merges and signatures over
/// payloads with their real bytes, on virtual time, without sockets, TLS and disks. With the same topology and workers its
/// rounds close with the digests that daemons reach, but for masked payloads, whose masks are drawn anew each time. Nothing
/// fails here: the simulator is for that. What a worker throws ends the run and reaches the caller as it is.
/// </summary>
public static class MemoryRing
{
    /// <summary>Runs all rounds. Workers are called from other threads; those of one silo do not overlap.</summary>
    /// <param name="workers">One a silo, in roster order.</param>
    /// <param name="closed">Called with each round that the first silo closed.</param>
    /// <exception cref="ArgumentException">Workers and roster differ in number, or the topology exchanges with neighbours only.</exception>
    /// <exception cref="InvalidOperationException">The ring refused to go on, or stalled; a defect of the ring or a worker that does not keep its contract.</exception>
    public static MemoryRingReport Run(
        MemoryRingOptions options, IReadOnlyList<IRoundWorker> workers, Action<RoundRecord>? closed = null, CancellationToken stop = default)
    {
        Require(options, workers);
        VirtualClock clock = new();
        using RecordVerifier verifier = new();
        using SemaphoreSlim working = new(Math.Max(1, options.WorkersMax));
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        SiloKey[] keys = [.. workers.Select(_ => SiloKey.Create())];
        SharedWorld world = new(clock, new MemoryNetwork(clock), verifier, [.. keys.Select(key => key.Digest)], working, ended.Token);
        MemorySilo[] silos = [.. workers.Select((worker, self) => new MemorySilo(options, PlanOf(options, self), worker, new RecordSigner(keys[self]), world))];
        try
        {
            silos[0].RoundClosed += closed;
            Start(silos, world.Network, options.Topology);
            Run(silos, clock, BoundMs(options));
            return new MemoryRingReport([.. silos.Select(silo => silo.Records)], clock.Now);
        }
        finally
        {
            ended.Cancel();
            Array.ForEach(silos, silo => silo.Dispose());
            Array.ForEach(keys, key => key.Dispose());
        }
    }

    private static void Require(MemoryRingOptions options, IReadOnlyList<IRoundWorker> workers)
    {
        if (workers.Count != options.Topology.Silos.Count || workers.Count < 2)
        {
            throw new ArgumentException($"the roster has {options.Topology.Silos.Count} silos, {workers.Count} workers were given; a ring has two or more", nameof(workers));
        }

        if (options.Topology.Exchange.Kind == ExchangeKind.Neighbour)
        {
            throw new ArgumentException("the ring in memory relays; in neighbour exchange silos agree on nothing that could be compared", nameof(options));
        }
    }

    private static SessionPlan PlanOf(MemoryRingOptions options, int self) => new(
        options.Topology.Federation,
        options.Topology.Epoch,
        new Federation.Messages.Digest(options.Topology.Digest.Span),
        [.. options.Topology.Silos.Select(silo => silo.Id)],
        self,
        options.StatisticRounds,
        options.Trains ? options.Topology.Exchange.Rounds : 0,
        Nonce: (ulong)self,
        new SessionTimes())
    {
        ClosingRounds = options.ClosingRounds,
        Trains = options.Trains,
        Byzantine = options.Topology.Byzantine,
        RoundDeadlineMs = (long)options.Topology.Exchange.RoundDeadline.TotalMilliseconds,
    };

    private static void Start(MemorySilo[] silos, MemoryNetwork network, FederationTopology topology)
    {
        foreach (MemorySilo silo in silos)
        {
            network.Add(silo);
            silo.Worker.BeginEpoch(topology);
            silo.Start();
        }

        foreach (MemorySilo silo in silos)
        {
            foreach (int peer in silo.Plan.Neighbours)
            {
                network.Connect(silo.Plan.Self, peer);
            }
        }
    }

    private static void Run(MemorySilo[] silos, VirtualClock clock, long boundMs)
    {
        while (Array.Exists(silos, silo => silo.End is null) && clock.Now < boundMs && clock.Advance())
        {
        }

        if (Array.Find(silos, silo => silo.End?.Ending != SessionEnding.Completed) is { } stuck)
        {
            string why = stuck.End?.Fault?.Sentence ?? string.Join("; ", stuck.Alarms.DefaultIfEmpty($"round {stuck.Records.Count} does not close"));
            throw new InvalidOperationException($"the ring in memory did not close all rounds; {stuck.Plan.Roster[stuck.Plan.Self]}: {why}");
        }
    }

    /// <summary>Virtual time in which rounds close even by their deadlines.</summary>
    private static long BoundMs(MemoryRingOptions options) =>
        ((options.StatisticRounds + options.Topology.Exchange.Rounds + options.ClosingRounds + 1) * (long)options.Topology.Exchange.RoundDeadline.TotalMilliseconds) + new SessionTimes().LingerMs;
}

/// <param name="BySilo">The record of every round at every silo, in roster order; digests of a round are equal.</param>
/// <param name="VirtualMs">Milliseconds of the ring's own time that it took, training not counted.</param>
public sealed record MemoryRingReport(IReadOnlyList<IReadOnlyList<RoundRecord>> BySilo, long VirtualMs);
