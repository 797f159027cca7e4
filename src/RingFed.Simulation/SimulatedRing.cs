using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Checks;

namespace RingFed.Simulation;

/// <summary>
/// A ring of shipping sessions on virtual time, on one thread. First faults strike, then everything heals and every
/// silo must finish; invariants are checked throughout.
/// </summary>
public sealed class SimulatedRing
{
    private readonly SimulationOptions options;
    private readonly VirtualClock clock = new();
    private readonly RingChecker checker;
    private readonly SimulatedSilo[] silos;
    private readonly FaultPlan faults;
    private readonly EffectTrace? trace;

    private SimulatedRing(SimulationOptions options)
    {
        this.options = options;
        Dice dice = new(options.Seed);
        string[] roster = [.. Enumerable.Range(0, options.Silos).Select(silo => $"silo-{silo:d3}")];
        checker = new RingChecker(roster);
        trace = options.TracesEffects ? new EffectTrace(clock) : null;
        SimulatedWorker worker = new(options.ChunksPerPayload);
        silos = [.. roster.Select((_, silo) => new SimulatedSilo(PlanOf(roster, silo), worker, clock, dice, checker, trace))];
        SimulatedNetwork network = new(clock, dice, silos);
        faults = new FaultPlan(options, clock, dice, silos, network);
        foreach (SimulatedSilo silo in silos)
        {
            silo.Network = network;
            clock.After(dice.Between(0, 500), silo.Start);
        }
    }

    public static SimulationReport Run(SimulationOptions options)
    {
        SimulatedRing ring = new(options);
        using EffectTrace? trace = ring.trace;
        return ring.Run();
    }

    private SimulationReport Run()
    {
        faults.Begin();
        long deadline = options.FaultyMs + options.HealedMs;
        while (checker.Violations.Count == 0 && silos.Any(silo => silo.End is null) && clock.Now < deadline && clock.Advance())
        {
        }

        return new SimulationReport(
            options,
            checker.ClosedBySilo.Min() + 1,
            faults.Injected,
            checker.Violations,
            [.. silos.Where(silo => silo.End is not { Ending: SessionEnding.Completed }).Select(Describe)],
            checker.ChunksSentMax,
            clock.Now,
            trace?.Digest);
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
        new SessionTimes());

    private string Describe(SimulatedSilo silo)
    {
        if (silo.End is { } end)
        {
            return $"silo {silo.Index} {end.Ending}: {end.Fault?.Sentence}";
        }

        SessionSnapshot? snapshot = silo.Snapshot;
        string awaited = string.Join(", ", snapshot?.Awaited.Select(origin => $"{origin.Origin} ({origin.Why})") ?? []);
        return $"silo {silo.Index} stalled in round {snapshot?.Round} {snapshot?.Phase}, waits for {awaited}";
    }
}
