using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Liveness;
using RingFed.Federation.Wire;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Faults;
using RingFed.Simulation.Masking;
using RingFed.Simulation.Network;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation;

/// <summary>
/// A ring of shipping sessions on virtual time, on one thread. First faults strike and nothing wrong may come of it;
/// then all heals and every silo that is left must close every round in time.
/// </summary>
public sealed class SimulatedRing
{
    /// <summary>Silos that may join a ring under changes of the topology.</summary>
    private const int SparesDefault = 4;

    private readonly SimulationOptions options;
    private readonly VirtualClock clock = new();
    private readonly PlanMaker plans;
    private readonly RingChecker checker;
    private readonly SimulatedSilo[] silos;
    private readonly FaultStage stage;
    private readonly IReadOnlyList<int>[] around;
    private readonly EffectTrace? trace;
    private readonly MaskedWatch? masking;
    private readonly bool isUndisturbed;

    /// <param name="script">Begins after the options' faults.</param>
    internal SimulatedRing(SimulationOptions options, Action<FaultStage>? script = null, PlantedDefects? defects = null)
    {
        this.options = options = Settled(options);
        Dice dice = new(options.Seed);
        plans = new PlanMaker(options);
        TopologyBook topologies = new();
        string[] roster = options.Roster.Count > 0 ? [.. options.Roster] : [.. Enumerable.Range(0, options.Silos).Select(silo => $"silo-{silo:d3}")];
        Population population = new([.. roster, .. Enumerable.Range(0, options.Spares).Select(spare => $"spare-{spare:d3}")]);
        SimulatedTopology founding = topologies.Found(roster, options.Byzantine, options.Rounds, options.Exchange);
        Dice[] forks = [.. roster.Select(_ => dice.Fork())];
        silos = new SimulatedSilo[population.Names.Count];
        checker = new RingChecker(
            population.Names,
            founding.Terms,
            topologies,
            (silo, envelope) => silos[silo].IsHonest && silos[silo].Holds(envelope),
            record => silos.Any(silo => silo.Knows(record)),
            silo => silos[silo].IsHonest);
        SimulatedNetwork network = new(clock, dice.Fork(), silos, checker.Blame);
        network.Paths.Add(new RingOrder([.. Enumerable.Range(0, roster.Length)]));
        trace = options.TracesEffects ? new EffectTrace(clock) : null;
        masking = options.Sums == 0 ? null : new MaskedWatch(population, silo => silos[silo].IsHonest, new RehearsedValues(options.Seed), checker.Violations.Add);
        SimulatedWorker worker = new(options.ChunksPerPayload, masking?.Book);
        SiloWorld world = new(clock, network, population, topologies, plans, worker, checker, trace, masking, defects ?? PlantedDefects.None);
        Dice staging = dice.Fork();
        for (int silo = 0; silo < silos.Length; silo++)
        {
            silos[silo] = new SimulatedSilo(silo, world, options, silo < forks.Length ? forks[silo] : staging.Fork()) { WorkMsMax = options.WorkMsMax };
        }

        foreach (SimulatedSilo founder in silos.Take(roster.Length))
        {
            founder.Give(founding);
            clock.After(dice.Between(0, 500), founder.Start);
        }

        around = [.. silos.Take(roster.Length).Select(silo => RingEdges.Of(silo.Plan).All)];
        stage = new FaultStage(options, staging, world, silos);
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
        Run(clock.Now + BoundMs());
        if (isUndisturbed)
        {
            checker.RequireNoExcess(options);
            masking?.RequireAll(options.Sums);
        }

        checker.Violations.AddRange(masking is null ? [] : new MaskedAudit(masking.Transcript).Violations);

        return new SimulationReport(
            options,
            RoundsClosed(),
            stage.Injected,
            checker.Violations,
            [.. silos.Where(silo => !IsDone(silo) && IsOwed(silo)).Select(StallReport.Of)],
            checker.Traffic.ChunksSentMax,
            checker.Traffic.BytesSentMax,
            clock.Now,
            clock.Happened,
            checker.Epochs.Changes,
            checker.Exchange.Missed,
            trace?.Digest)
        {
            Sums = masking?.Completed ?? 0,
            SumsRefused = [.. masking?.Refusals ?? []],
        };
    }

    /// <summary>Whichever epoch comes, and however far the silo that is farthest behind has to go.</summary>
    private long BoundMs()
    {
        int closed = RoundsClosed();
        int behind = checker.Epochs.Newest.Epoch - silos.Where(IsOwed).Min(silo => silo.IsMember ? silo.Epoch : 0);
        IReadOnlyList<SimulatedTopology> possible = stage.Operators.Possible;
        return possible.Max(topology => LivenessBound.Of(
                options with { Silos = topology.Roster.Count, Byzantine = topology.Terms.Byzantine, Rounds = topology.Rounds },
                plans.Times,
                topology.Rounds + options.StatisticRounds + options.ClosingRounds - closed,
                checker.ViewMax,
                silos.Max(silo => silo.ClockBackMs)))
            + LivenessBound.OfEpochs(plans.Times, silos.Length, behind + possible.Count - 1);
    }

    /// <summary>By the silo that closed fewest of those that the ring owes its rounds.</summary>
    private int RoundsClosed() => silos.Where(IsOwed).Min(silo => ClosedBy(silo.Index)) + 1;

    private bool IsOwed(SimulatedSilo silo) => silo.IsCountedOn && IsMember(silo) && !HasBeenLeftBehind(silo) && HasNeighbours(silo);

    /// <summary>Of the newest epoch.</summary>
    private bool IsMember(SimulatedSilo silo) => checker.Epochs.Newest.PlaceOf(silo.Name) >= 0;

    /// <summary>It has closed the last round of the newest epoch.</summary>
    private bool IsDone(SimulatedSilo silo) => silo.IsDone && silo.Epoch == checker.Epochs.Newest.Epoch;

    /// <summary>One that has left follows while the others are there, who do not wait for it at the end.</summary>
    private bool HasBeenLeftBehind(SimulatedSilo silo) =>
        checker.HasLeft(silo.Index) && silos.All(other => IsDone(other) || !other.IsCountedOn || checker.HasLeft(other.Index));

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
            if (!IsDone(silos[unfinished]) && IsOwed(silos[unfinished]))
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
            return Spared(options);
        }

        Dice dice = new(~options.Seed);
        IEnumerable<FaultKind> survived = options.ExchangesWithNeighbours ? FaultCatalogue.SurvivedByNeighbours(options.Faults) : options.Faults;
        return Spared(options with { Faults = [.. survived.Where(_ => dice.OneIn(3))] });
    }

    private static SimulationOptions Spared(SimulationOptions options) =>
        options.Spares == 0 && options.Faults.Any(EpochFaults.All.Contains) ? options with { Spares = Math.Min(SparesDefault, WireCaps.SilosMax - options.Silos) } : options;
}
