using RingFed.Federation.Ring;

namespace RingFed.Simulation;

/// <summary>Strikes at random moments until the run heals.</summary>
internal sealed class FaultPlan(SimulationOptions options, VirtualClock clock, Dice dice, SimulatedSilo[] silos, SimulatedNetwork network)
{
    private const long PauseMsMax = 3000;
    private const long OutageMsMax = 4000;

    public int Injected { get; private set; }

    public void Begin()
    {
        Repeat(FaultKinds.LinkCuts, PauseMsMax, CutLink);
        Repeat(FaultKinds.Crashes, PauseMsMax, () => CrashAndRestart(dice.Below(silos.Length)));
        Repeat(FaultKinds.PowerCuts, 4 * PauseMsMax, CutPower);
        clock.After(options.FaultyMs, network.Heal);
    }

    private void Repeat(FaultKinds kind, long pauseMsMax, Action strike)
    {
        if (!options.Faults.HasFlag(kind))
        {
            return;
        }

        clock.After(dice.Between(1, pauseMsMax), () =>
        {
            if (clock.Now < options.FaultyMs)
            {
                Injected++;
                strike();
                Repeat(kind, pauseMsMax, strike);
            }
        });
    }

    private void CutLink()
    {
        int one = dice.Below(silos.Length);
        int other = (one + 1) % silos.Length;
        network.Cut(one, other);
        clock.After(dice.Between(0, OutageMsMax), () => network.Heal(one, other));
    }

    private void CutPower()
    {
        for (int silo = 0; silo < silos.Length; silo++)
        {
            CrashAndRestart(silo);
        }
    }

    private void CrashAndRestart(int index)
    {
        SimulatedSilo silo = silos[index];
        if (!silo.IsAlive || silo.End is { Ending: SessionEnding.Completed })
        {
            return;
        }

        silo.Crash();
        clock.After(dice.Between(0, OutageMsMax), silo.Start);
    }
}
