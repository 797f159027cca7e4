using RingFed.Federation.Messages;

namespace RingFed.Federation.Tests.Ring.Closing.Model;

/// <summary>
/// One round of a ring of n closings on virtual time: records and payloads are delayed, lost, kept apart by partitions
/// until the network heals, silos die and come back with their disk, stop for good, come late, or lie. Safety is watched
/// throughout; after the healing all live silos must decide.
/// </summary>
internal sealed class ModelRing
{
    private const int TickMs = 50;
    private const int SyncMs = 500;

    /// <summary>A part of the ring of its own.</summary>
    private const int CutOff = 2;
    private readonly int[] part;
    private readonly ModelLiar? liar;

    public ModelRing(ModelOptions options)
    {
        Options = options;
        Dice = new Random(options.Seed);
        Records = new ClosingRecords(options.Silos, round: Dice.Next(options.Silos));
        Checker = new ModelChecker(this);
        part = new int[options.Silos];
        int[] order = [.. Enumerable.Range(0, options.Silos)];
        Dice.Shuffle(order);
        Liars = OriginSet.Of(order.Take(options.Byzantine));
        Silos = [.. Enumerable.Range(0, options.Silos).Where(silo => !Liars.Contains(silo)).Select(silo => new ModelSilo(this, silo))];
        Mortal = OriginSet.Of(order.Skip(options.Byzantine).Take(options.Dead));
        liar = options.Byzantine > 0 ? new ModelLiar(this) : null;
    }

    public ModelOptions Options { get; }

    public Random Dice { get; }

    public ModelClock Clock { get; } = new();

    public ClosingRecords Records { get; }

    public ModelChecker Checker { get; }

    /// <summary>The honest ones.</summary>
    public IReadOnlyList<ModelSilo> Silos { get; }

    public OriginSet Liars { get; }

    /// <summary>Silos that stop for good at some time.</summary>
    public OriginSet Mortal { get; }

    public bool IsHealed => Clock.Now >= Options.HealsAt;

    /// <summary>
    /// Longest from the healing to the last decision. The view that runs then may be the tenth, its proposer and the next
    /// ones dead: a few timers of 130 ms times the view, twice each; 12 s is the most that 20,000 seeds took.
    /// </summary>
    public static long PatienceMs => 30_000;

    /// <returns>Milliseconds from the healing to the decision of the last live silo; null when some did not decide.</returns>
    public long? Run()
    {
        Plan();
        while (!Checker.IsBroken && Silos.Any(silo => !silo.IsDone) && Clock.Step(Options.HealsAt + PatienceMs))
        {
        }

        return Silos.All(silo => silo.IsDone) ? Math.Max(0, Clock.Now - Options.HealsAt) : null;
    }

    /// <summary>One delivery, if the network lets it through.</summary>
    public void Send(int from, ModelSilo to, Action<ModelSilo> deliver, int lossPercent = 0)
    {
        bool isLost = !IsHealed && (part[from] != part[to.Index] || Dice.Next(100) < Math.Max(lossPercent, Options.LossPercent));
        if (!isLost)
        {
            Clock.After(1 + Dice.Next(IsHealed ? 20 : Options.DelayMsMax), () => deliver(to));
        }
    }

    public void Send(int from, ModelSilo to, SignedRecord record) => Send(
        from, to, target => target.Take(record), Options.IsSpiteful && record.Kind is RecordKind.Have or RecordKind.Precommit ? 50 : 0);

    public void Broadcast(SignedRecord record, int from)
    {
        foreach (ModelSilo silo in Silos)
        {
            if (silo.Index != from)
            {
                Send(from, silo, record);
            }
        }
    }

    /// <summary>The network learns of a vote or a decision, and does its worst.</summary>
    public void Spite(ModelSilo silo)
    {
        if (!Options.IsSpiteful || IsHealed)
        {
            return;
        }

        if (silo.Decision is not null)
        {
            part[silo.Index] = CutOff;
        }
        else if (Dice.Next(2) == 0)
        {
            Clock.After(1 + Dice.Next(5), silo.Crash);
        }
    }

    /// <summary>What the one lacks and the other has, as when two silos connect.</summary>
    public void Bring(ModelSilo from, ModelSilo to)
    {
        if (from == to || from.IsDown || to.IsDown)
        {
            return;
        }

        foreach (SignedRecord record in from.Facts.All)
        {
            if (to.Facts.Find(record.Id) is null)
            {
                Send(from.Index, to, record);
            }
        }

        foreach (SignedRecord envelope in from.HeldPayloads())
        {
            if (!to.Facts.HoldsPayloadOf((Envelope)envelope.Body))
            {
                Send(from.Index, to, target => target.TakePayload(envelope));
            }
        }

        if (from.Decision is { } close)
        {
            Send(from.Index, to, target => target.Decide(close));
        }
    }

    private void Plan()
    {
        foreach (ModelSilo silo in Silos)
        {
            silo.Start();
            Clock.After(Dice.Next(20), () => Tick(silo));
            Clock.After(Dice.Next(4) == 0 ? Dice.Next((int)Options.HealsAt) : Dice.Next(100), silo.Publish);
            if (Mortal.Contains(silo.Index))
            {
                Clock.After(Dice.Next((int)Options.HealsAt), silo.Die);
            }
        }

        liar?.Start();
        PlanFaults();
        Clock.After(Options.HealsAt, Heal);
        Clock.After(Dice.Next(SyncMs), BringSome);
    }

    private void PlanFaults()
    {
        for (int crash = 0; crash < Options.Crashes; crash++)
        {
            ModelSilo silo = Silos[Dice.Next(Silos.Count)];
            Clock.After(Dice.Next((int)Options.HealsAt), silo.Crash);
        }

        for (int cut = 0; cut < Options.Partitions; cut++)
        {
            Clock.After(Dice.Next((int)Options.HealsAt), () =>
            {
                for (int silo = 0; silo < part.Length; silo++)
                {
                    part[silo] = part[silo] == CutOff ? CutOff : Dice.Next(2);
                }
            });
        }
    }

    private void Tick(ModelSilo silo)
    {
        silo.Advance();
        Clock.After(TickMs, () => Tick(silo));
    }

    private void Heal()
    {
        foreach (ModelSilo silo in Silos)
        {
            silo.ComeBack();
        }

        BringAll();
    }

    private void BringAll()
    {
        foreach (ModelSilo from in Silos)
        {
            foreach (ModelSilo to in Silos)
            {
                Bring(from, to);
            }
        }

        Clock.After(SyncMs, BringAll);
    }

    private void BringSome()
    {
        if (!IsHealed)
        {
            Bring(Silos[Dice.Next(Silos.Count)], Silos[Dice.Next(Silos.Count)]);
            Clock.After(Dice.Next(SyncMs), BringSome);
        }
    }
}
