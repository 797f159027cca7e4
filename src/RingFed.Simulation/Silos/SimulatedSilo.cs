using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Rounds;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Wire;
using RingFed.Simulation.Attackers;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Masking;

namespace RingFed.Simulation.Silos;

/// <summary>
/// A silo's machine: its disk, its clock, and its process, which stops and starts again. What happens to the process, and
/// what of it the faults may choose, is here; what the process does is <see cref="SimulatedProcess"/>.
/// </summary>
internal sealed class SimulatedSilo
{
    private const long SwitchMsMax = 200;
    private readonly SiloWorld world;
    private readonly SimulationOptions options;
    private readonly Dice dice;
    private readonly SiloStorage storage;
    private readonly Standstill standstill = new();
    private readonly CrashFuse fuse = new();
    private SimulatedTopology? file;
    private SessionPlan? plan;
    private RingAdmittance? admittance;
    private SimulatedProcess? process;
    private long clockAheadMs;
    private int holds;
    private int finishedEpoch;

    /// <param name="index">Number of its machine.</param>
    public SimulatedSilo(int index, SiloWorld world, SimulationOptions options, Dice dice)
    {
        (Index, this.world, this.options, this.dice) = (index, world, options, dice);
        storage = new SiloStorage(this, world);
        Operator = new SiloOperator(this, world);
    }

    public int Index { get; }

    public SiloOperator Operator { get; }

    public string Name => world.Population.Names[Index];

    /// <summary>Of its session, or of the one that it would start. Its operator has given it a file.</summary>
    public SessionPlan Plan => plan ?? throw new InvalidOperationException($"{Name} has no topology yet");

    /// <summary>It has a file, and knows how the federation came to that epoch.</summary>
    public bool IsMember => plan is { IsEntering: false };

    /// <summary>The epoch of its session, or of the one that it would start; 0 before its operator gave it a file.</summary>
    public int Epoch => plan?.Epoch ?? 0;

    /// <summary>Counts starts and crashes: what an earlier life asked for has no effect on a later one.</summary>
    public int Life { get; private set; }

    public bool IsAlive => process is not null;

    /// <summary>What its process adds up with the others, in all epochs; null where nothing is, and while it does not run.</summary>
    public SimulatedFit? Fit { get; private set; }

    /// <summary>Its listener takes connections.</summary>
    public bool Accepts => IsAlive && End is null && !standstill.IsOn;

    /// <summary>Honest, and not lost for ever: the ring owes it every round.</summary>
    public bool IsCountedOn { get; set; } = true;

    public bool IsHonest => Adversary is null && !SendsNonsense;

    /// <summary>All rounds of its epoch are closed and their results merged.</summary>
    public bool IsDone => plan is not null && finishedEpoch == Epoch;

    public SessionEnd? End { get; private set; }

    /// <summary>Its model in neighbour exchange.</summary>
    public float Model => storage.Exchange.Model;

    public SessionSnapshot? Snapshot => process?.Snapshot;

    public long DiskMsMax { get; set; } = 20;

    public long WorkMsMin { get; set; }

    public long WorkMsMax { get; set; } = 2000;

    /// <summary>For how long in all the session had to hold its clock still, because the machine's went back.</summary>
    public long ClockBackMs { get; private set; }

    /// <summary>Through which all it sends passes; null for an honest silo.</summary>
    public Adversary? Adversary { get; set; }

    /// <summary>Round whose close is damaged on its disk; null for none.</summary>
    public int? UnreadableClose { get; set; }

    /// <summary>Its updates are not numbers.</summary>
    public bool SendsNonsense { get; set; }

    /// <summary>What its work gives, in place of what it would give; null for nothing else.</summary>
    public Func<OwnPart, OwnPart>? Reshapes { get; set; }

    /// <summary>Told of each effect before it is carried out.</summary>
    public Action<RingEffect>? Watch { get; set; }

    /// <summary>The payload is in memory or on the disk.</summary>
    public bool Holds(Envelope envelope) => process?.Holds(envelope) == true || storage.Disk.HoldsPayload(envelope);

    /// <summary>The record is in memory or on the disk.</summary>
    public bool Knows(Digest record) => process?.Knows(record) == true || storage.Disk.Knows(record) || (IsCountedOn && storage.Exchange.Knows(record));

    /// <summary>Gives it a topology file, which it reads when it starts the next time.</summary>
    public void Give(SimulatedTopology topology)
    {
        file = topology;
        plan = storage.Disk.Plan(file);
    }

    /// <summary>Nothing happens while it runs, is kept from starting or has no file.</summary>
    public void Start()
    {
        if (IsAlive || holds > 0 || file is null)
        {
            return;
        }

        Life++;
        End = null;
        plan = storage.Disk.Plan(file);
        admittance = new RingAdmittance(plan);
        process = new SimulatedProcess(this, storage, world, dice);
        if (world.Masking is { } masking)
        {
            Resume(masking, plan);
        }

        Raise(new SessionStarted());
        foreach (int peer in plan.Neighbours)
        {
            world.Network.KeepDialling(Index, world.Population.MachineOf(plan.Roster[peer]));
        }

        KeepTicking(Life);
    }

    /// <summary>Memory and connections are gone.</summary>
    public void Crash()
    {
        if (process is not { } ending)
        {
            return;
        }

        process = null;
        Fit?.Dispose();
        Fit = null;
        fuse.PutOut();
        Life++;
        standstill.Forget();
        Adversary?.Forget();
        ending.Abandon();
        world.Network.Lose(Index, silently: dice.OneIn(3));
    }

    /// <summary>Strikes between two of its effects, so many from now. Nothing strikes one that is off.</summary>
    public void CrashAfter(int effectCount, Action strike)
    {
        fuse.PutOut();
        if (IsAlive)
        {
            fuse.Light(effectCount, strike);
        }
    }

    public bool HasBackup => storage.HasBackup;

    /// <summary>Keeps a copy of the disk as it is now.</summary>
    public void BackUp() => storage.BackUp();

    /// <summary>Puts the copy in the disk's place, if there is one. The silo must be down.</summary>
    /// <param name="isSaid">Its operator says so.</param>
    /// <param name="sparesPayloads">What it made of open rounds stays.</param>
    public void RestoreBackup(bool isSaid, bool sparesPayloads) => storage.RestoreBackup(isSaid && !world.Defects.IgnoresOwnPast, sparesPayloads);

    public void Die()
    {
        holds++;
        Crash();
    }

    /// <summary>Keeps it from starting.</summary>
    public void HoldBack() => holds++;

    public void LetStart()
    {
        holds--;
        Start();
    }

    /// <summary>Its clock, which should be monotonic, is off by so much more.</summary>
    public void LeapClock(long ms)
    {
        clockAheadMs += ms;
        ClockBackMs -= Math.Min(0, ms);
    }

    /// <summary>The process stands still; its machine goes on.</summary>
    public void Freeze() => standstill.Begin();

    public void Thaw()
    {
        standstill.End();
        while (standstill.TryTake(out RingEvent happened))
        {
            Raise(happened);
        }
    }

    /// <summary>Bytes that may be anything: read as the shipping link reads them.</summary>
    public void Hear(int link, byte[] frame)
    {
        try
        {
            if (FrameBytes.Decode(frame) is { } message)
            {
                Raise(new MessageArrived(link, message));
            }
        }
        catch (WireException refused)
        {
            world.Network.Reject(link, Index, refused.Fault.Sentence);
        }
    }

    /// <summary>A chunk came over a connection of the present life.</summary>
    public void Receive(int link, ChunkId chunk, Digest content)
    {
        if (process is { } running)
        {
            Raise(new ChunkArrived(link, chunk, running.Keep(content)));
        }
    }

    public void Raise(RingEvent happened)
    {
        if (!IsAlive || world.Defects.HeardBy(Name, happened) is not { } heard)
        {
            return;
        }

        if (standstill.IsOn)
        {
            standstill.Keep(heard);
            return;
        }

        Adversary?.Notice(heard);
        Step(heard);
    }

    /// <summary>A defect: goes on with a draft as if a close had carried it.</summary>
    public void SwitchEarly(string draft)
    {
        storage.Disk.Hasten(draft);
        SwitchWithin(SwitchMsMax, Life);
    }

    /// <summary>Its worker has the result of the round.</summary>
    public void Finished(int round) => finishedEpoch = round >= Plan.LastRound ? Epoch : finishedEpoch;

    /// <summary>Its session is over; in another epoch the next one begins.</summary>
    public void Ended(SessionEnd end)
    {
        End = end;
        if (end.Ending == SessionEnding.NextEpoch)
        {
            SwitchWithin(SwitchMsMax, Life);
        }
    }

    /// <summary>A connection is up.</summary>
    public void Connected(int link, int machine, bool isOutgoing) =>
        Raise(new LinkOpened(link, admittance!.PlaceOf(world.Population.Names[machine]), isOutgoing));

    /// <summary>Its listener takes connections of that silo.</summary>
    public bool Admits(int machine) => Accepts && admittance!.Admits(world.Population.Names[machine]);

    /// <summary>The process goes on with what is on the disk, in the epoch that follows from that.</summary>
    private void SwitchWithin(long ms, int life) => world.Clock.After(dice.Between(0, ms), () =>
    {
        if (life != Life)
        {
            return;
        }

        if (standstill.IsOn)
        {
            SwitchWithin(ms, life);
            return;
        }

        process!.Settle();
        process = null;
        world.Network.Leave(Index);
        Start();
    });

    /// <summary>A process begins with every statistic round that is on the disk; one that goes on in another epoch has taken them.</summary>
    private void Resume(MaskedWatch masking, SessionPlan running)
    {
        Fit ??= new SimulatedFit(Index, Name, options, masking, world.Defects.Masking, dice.Next());
        foreach (RoundClose close in storage.Disk.Gathered(running))
        {
            Fit.Take(close.Round, running, masking.Book.PartsOf(close.Aggregate));
        }
    }

    private void Step(RingEvent happened)
    {
        SimulatedProcess running = process!;
        IReadOnlyList<RingEffect> effects = running.Step(happened, world.Clock.Now + clockAheadMs);
        for (int index = 0; index < effects.Count && process == running; index++)
        {
            RingEffect effect = effects[index];
            world.Trace?.Add(Index, effect);
            Adversary?.Notice(effect);
            Watch?.Invoke(effect);
            if (process == running)
            {
                running.Perform(effect);
                fuse.Burn();
            }
        }
    }

    private void KeepTicking(int life) => world.Clock.After(Plan.Times.TickMs, () =>
    {
        if (life == Life && End is null)
        {
            if (!standstill.IsOn)
            {
                Raise(new Tick());
            }

            KeepTicking(life);
        }
    });
}
