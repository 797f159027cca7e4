using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
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
    private readonly SimulationOptions options;
    private readonly VirtualClock clock = new();
    private readonly RingChecker checker;
    private readonly SimulatedSilo[] silos;
    private readonly FaultStage stage;
    private readonly EffectTrace? trace;

    /// <param name="script">Begins after the options' faults.</param>
    internal SimulatedRing(SimulationOptions options, Action<FaultStage>? script = null)
    {
        this.options = options = Settled(options);
        Dice dice = new(options.Seed);
        string[] roster = options.Roster.Count > 0 ? [.. options.Roster] : [.. Enumerable.Range(0, options.Silos).Select(silo => $"silo-{silo:d3}")];
        checker = new RingChecker(roster, options.Rounds + 1, options.Quorum);
        trace = options.TracesEffects ? new EffectTrace(clock) : null;
        SimulatedWorker worker = new(options.ChunksPerPayload);
        silos = [.. roster.Select((_, silo) => new SimulatedSilo(PlanOf(roster, silo), worker, clock, dice.Fork(), checker, trace) { WorkMsMax = options.WorkMsMax })];
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
        Run(clock.Now + options.HealedMs);
        return new SimulationReport(
            options,
            silos.Where(silo => silo.IsCountedOn).Min(silo => checker.ClosedBySilo[silo.Index]) + 1,
            stage.Injected,
            checker.Violations,
            [.. silos.Where(silo => silo is { IsCountedOn: true, IsDone: false }).Select(StallReport.Of)],
            checker.Traffic.ChunksSentMax,
            checker.Traffic.BytesSentMax,
            clock.Now,
            clock.Happened,
            trace?.Digest);
    }

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
            if (silos[unfinished] is { IsCountedOn: true, IsDone: false })
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
        return options with { Faults = [.. options.Faults.Where(_ => dice.OneIn(3))] };
    }

    private SessionPlan PlanOf(string[] roster, int self) => new(
        "simulated",
        Epoch: 1,
        Digest.None,
        roster,
        self,
        StatisticRounds: 1,
        options.Rounds,
        Nonce: 0,
        new SessionTimes { LingerMs = options.FaultyMs + options.HealedMs })
    {
        Byzantine = options.Byzantine,
        RoundDeadlineMs = options.RoundDeadlineMs,
    };
}
