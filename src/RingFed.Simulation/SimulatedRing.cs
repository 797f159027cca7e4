using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Liveness;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Faults;
using RingFed.Simulation.Network;

namespace RingFed.Simulation;

/// <summary>
/// A ring of shipping sessions on virtual time, on one thread. First faults strike and nothing wrong may come of it;
/// then all heals and every silo that is left must close every round in time.
/// </summary>
public sealed class SimulatedRing
{
    /// <summary>Nobody goes home before all have finished: when silos do is another question than whether rounds close.</summary>
    private const long LingerMs = 1L << 40;
    private readonly SimulationOptions options;
    private readonly VirtualClock clock = new();
    private readonly RingChecker checker;
    private readonly SimulatedSilo[] silos;
    private readonly FaultStage stage;
    private readonly IReadOnlyList<int>[] around;
    private readonly EffectTrace? trace;
    private readonly bool isUndisturbed;

    /// <param name="script">Begins after the options' faults.</param>
    internal SimulatedRing(SimulationOptions options, Action<FaultStage>? script = null, PlantedDefects? defects = null)
    {
        this.options = options = Settled(options);
        Dice dice = new(options.Seed);
        string[] roster = options.Roster.Count > 0 ? [.. options.Roster] : [.. Enumerable.Range(0, options.Silos).Select(silo => $"silo-{silo:d3}")];
        checker = new RingChecker(
            PlanOf(roster, 0),
            (silo, envelope) => silos![silo].IsHonest && silos[silo].Holds(envelope),
            record => silos!.Any(silo => silo.Knows(record)));
        trace = options.TracesEffects ? new EffectTrace(clock) : null;
        SimulatedWorker worker = new(options.ChunksPerPayload, options.StatisticRounds);
        silos = [.. roster.Select((_, silo) => new SimulatedSilo(PlanOf(roster, silo), worker, clock, dice.Fork(), checker, trace, defects ?? PlantedDefects.None)
        {
            WorkMsMax = options.WorkMsMax,
        })];
        around = [.. silos.Select(silo => RingEdges.Of(silo.Plan).All)];
        SimulatedNetwork network = new(clock, dice.Fork(), silos);
        stage = new FaultStage(options, clock, dice.Fork(), silos, network, checker);
        foreach (SimulatedSilo silo in silos)
        {
            silo.Network = network;
            clock.After(dice.Between(0, 500), silo.Start);
        }

        foreach (FaultKind kind in options.Faults)
        {
            kind.Begin(stage);
        }

        script?.Invoke(stage);
        isUndisturbed = options.Faults.Count == 0 && script is null && defects is null;
    }

    public static SimulationReport Run(SimulationOptions options) => new SimulatedRing(options).Run();

    internal SimulationReport Run()
    {
        using EffectTrace? tracing = trace;
        if (options.Faults.Count > 0)
        {
            Run(options.FaultyMs);
        }

        stage.Heal();
        SessionTimes times = silos[0].Plan.Times;
        int open = options.Rounds + options.StatisticRounds - RoundsClosed();
        Run(clock.Now + LivenessBound.Of(options, times, open, checker.ViewMax, silos.Max(silo => silo.ClockBackMs)));
        if (isUndisturbed)
        {
            checker.RequireNoExcess(options);
        }

        return new SimulationReport(
            options,
            RoundsClosed(),
            stage.Injected,
            checker.Violations,
            [.. silos.Where(silo => !silo.IsDone && IsOwed(silo)).Select(StallReport.Of)],
            checker.Traffic.ChunksSentMax,
            checker.Traffic.BytesSentMax,
            clock.Now,
            clock.Happened,
            trace?.Digest);
    }

    /// <summary>By the silo that closed fewest of those that the ring owes its rounds.</summary>
    private int RoundsClosed() => silos.Where(IsOwed).Min(silo => ClosedBy(silo.Index)) + 1;

    private bool IsOwed(SimulatedSilo silo) => silo.IsCountedOn && !HasBeenLeftBehind(silo) && HasNeighbours(silo);

    /// <summary>One that has left follows while the others are there, who do not wait for it at the end.</summary>
    private bool HasBeenLeftBehind(SimulatedSilo silo) =>
        checker.HasLeft(silo.Index) && silos.All(other => other.IsDone || !other.IsCountedOn || checker.HasLeft(other.Index));

    /// <summary>In neighbour exchange a silo with all silos around it lost has nobody to go on with.</summary>
    private bool HasNeighbours(SimulatedSilo silo) =>
        !options.ExchangesWithNeighbours || around[silo.Index].Any(peer => silos[peer].IsCountedOn);

    private int ClosedBy(int silo) => Math.Max(checker.ClosedBySilo[silo], checker.Exchange.MergedBySilo[silo]);

    private void Run(long until)
    {
        try
        {
            while (checker.Violations.Count == 0 && IsUnfinished() && clock.Now < until && clock.Advance())
            {
            }
        }
        catch (Exception defect)
        {
            // In a daemon it would end the process, and after each restart again.
            checker.Violations.Add($"the core threw: {defect}");
        }
    }

    // The last silo to finish is asked first: nearly always the answer is there at once.
    private int unfinished;

    private bool IsUnfinished()
    {
        for (int step = 0; step < silos.Length; step++, unfinished = (unfinished + 1) % silos.Length)
        {
            if (!silos[unfinished].IsDone && IsOwed(silos[unfinished]))
            {
                return true;
            }
        }

        return false;
    }

    private static SimulationOptions Settled(SimulationOptions options)
    {
        if (!options.DrawsFaults)
        {
            return options;
        }

        Dice dice = new(~options.Seed);
        IEnumerable<FaultKind> survived = options.ExchangesWithNeighbours ? FaultCatalogue.SurvivedByNeighbours(options.Faults) : options.Faults;
        return options with { Faults = [.. survived.Where(_ => dice.OneIn(3))] };
    }

    private SessionPlan PlanOf(string[] roster, int self) => new(
        "simulated",
        Epoch: 1,
        Digest.None,
        roster,
        self,
        options.StatisticRounds,
        options.Rounds,
        Nonce: 0,
        SessionTimes.Paced(options.SuspicionMs) with { LingerMs = LingerMs })
    {
        Byzantine = options.Byzantine,
        RoundDeadlineMs = options.RoundDeadlineMs,
        ExchangesWithNeighbours = options.ExchangesWithNeighbours,
    };
}
