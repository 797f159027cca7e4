using RingFed.Simulation.Attackers;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Network;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Faults;

/// <summary>
/// Where faults strike. What begins ends: by itself, or all together when the run heals. Keeps count, and keeps within
/// what the ring promises to survive for ever.
/// </summary>
internal sealed class FaultStage
{
    private readonly SiloWorld world;
    private readonly SimulatedSilo[] silos;
    private readonly LinkedList<Action> endings = new();
    private readonly List<int> attackers = [];
    private readonly LossBudget budget;

    public FaultStage(SimulationOptions options, Dice dice, SiloWorld world, SimulatedSilo[] silos)
    {
        (Options, Dice, this.world, this.silos) = (options, dice, world, silos);
        budget = new LossBudget(world.Population, silos, world.Checker);
        Operators = new Operators(this, world, budget);
    }

    public SimulationOptions Options { get; }

    public VirtualClock Clock => world.Clock;

    public Dice Dice { get; }

    /// <summary>Who write drafts of the next epoch and sign them.</summary>
    public Operators Operators { get; }

    public IReadOnlyList<SimulatedSilo> Silos => silos;

    public SimulatedNetwork Network => world.Network;

    public int Injected { get; private set; }

    public bool IsHealed { get; private set; }

    public void Count() => Injected++;

    /// <summary>Strikes again and again until healed, after pauses up to a length that is drawn once.</summary>
    public void Often(long pauseMsMin, long pauseMsMax, Action strike) => Repeat(Dice.Between(pauseMsMin, pauseMsMax), strike);

    /// <summary>Begins now and ends after a while, or when all heals.</summary>
    public void During(long ms, Action begin, Action end)
    {
        if (IsHealed)
        {
            return;
        }

        Count();
        begin();
        LinkedListNode<Action> ending = endings.AddLast(end);
        Clock.After(ms, () => End(ending));
    }

    public SimulatedSilo AnySilo() => silos[Dice.Below(silos.Length)];

    /// <summary>Two silos that may have a connection.</summary>
    public (int One, int Other) AnyPair()
    {
        int one = Dice.Pick(Network.Paths.Used);
        return (one, Dice.Pick([.. Network.Paths.Around(one)]));
    }

    /// <summary>One silo more than are lost for good is to stay: while another waits to learn what it forgot, the ring goes on without it.</summary>
    public void Reserve() => budget.Reserve();

    /// <summary>A silo that may be lost for good while a quorum of honest ones stays; null when none may.</summary>
    public SimulatedSilo? Spare()
    {
        SimulatedSilo? spare = budget.MayLoseOne ? Dice.Pick(budget.Sound) : null;
        return spare is not null && budget.IsConnectedWithout(spare) ? spare : null;
    }

    /// <summary>A silo that may ask to leave, which counts as asked; null when too few would be left to close rounds.</summary>
    public SimulatedSilo? Leaver()
    {
        SimulatedSilo? leaver = budget.MayLeaveOne && budget.Sound.Count > 0 ? Dice.Pick(budget.Sound) : null;
        if (leaver is not null)
        {
            budget.Asked(leaver);
        }

        return leaver;
    }

    /// <summary>It has left, everyone knows, and the others reach each other without it.</summary>
    public bool MayStop(SimulatedSilo left) => budget.HasLeft(left) && budget.IsConnectedWithout(left);

    /// <summary>A silo that lies from now on: one of at most f; null when f is 0 or the quorum has none to spare.</summary>
    public SimulatedSilo? Liar()
    {
        if (attackers.Count < Options.Byzantine && (attackers.Count == 0 || Dice.OneIn(2)) && Spare() is { } spare)
        {
            spare.IsCountedOn = false;
            attackers.Add(spare.Index);
        }

        return attackers.Count == 0 ? null : silos[Dice.Pick(attackers)];
    }

    public Adversary AdversaryOf(SimulatedSilo silo) => silo.Adversary ??= new Adversary(silo, world, Dice.Fork());

    /// <summary>Ends all that has an end; what was lost for good stays lost, and liars go on lying.</summary>
    public void Heal()
    {
        IsHealed = true;
        while (endings.First is { } ending)
        {
            End(ending);
        }
    }

    private void Repeat(long pauseMsMax, Action strike) => Clock.After(Dice.Between(1, pauseMsMax), () =>
    {
        if (!IsHealed)
        {
            strike();
            Repeat(pauseMsMax, strike);
        }
    });

    private void End(LinkedListNode<Action> ending)
    {
        if (ending.List is not null)
        {
            endings.Remove(ending);
            ending.Value();
        }
    }
}
