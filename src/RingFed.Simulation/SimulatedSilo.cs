using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Wire;
using RingFed.Simulation.Attackers;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Neighbour;
using RingFed.Simulation.Network;

namespace RingFed.Simulation;

/// <summary>
/// The shipping session with a simulated world around it: its effects take random times, its disk survives it, its
/// signatures are entries in a register, and a chunk's bytes are the root they belong to.
/// </summary>
internal sealed class SimulatedSilo(
    SessionPlan plan, SimulatedWorker worker, VirtualClock clock, Dice dice, RingChecker checker, EffectTrace? trace, PlantedDefects defects)
{
    private const double EpsilonPerRound = 0.1;
    private readonly SimulatedExchange exchange = new(plan, worker, checker.Exchange);
    private SimulatedDisk disk = new(plan);
    private SimulatedDisk? backup;
    private readonly List<RingEffect> effects = [];
    private readonly LinkedList<Action> unwritten = new();
    private readonly Queue<RingEvent> unheard = new();
    private SimulatedStore store = new();
    private Dictionary<long, Digest> untested = [];
    private readonly HashSet<Digest> heard = [];
    private RingSession? session;
    private (int Effects, Action Strike)? fuse;
    private long tokens;
    private long clockAheadMs;
    private int cancelled = -1;
    private int freezes;
    private int holds;

    /// <summary>Set once, before the first start.</summary>
    public SimulatedNetwork Network { get; set; } = null!;

    public int Index => plan.Self;

    public SessionPlan Plan => plan;

    /// <summary>Counts starts and crashes: what an earlier life asked for has no effect on a later one.</summary>
    public int Life { get; private set; }

    public bool IsAlive => session is not null;

    /// <summary>Its listener takes connections.</summary>
    public bool Accepts => IsAlive && End is null && freezes == 0;

    /// <summary>Honest, and not lost for ever: the ring owes it every round.</summary>
    public bool IsCountedOn { get; set; } = true;

    public bool IsHonest => Adversary is null && !SendsNonsense;

    /// <summary>All rounds are closed and their results merged.</summary>
    public bool IsDone { get; private set; }

    public SessionEnd? End { get; private set; }

    /// <summary>What its operator was last told of the wish to leave.</summary>
    public LeaveAnswer? LeaveAnswer { get; private set; }

    /// <summary>Its model in neighbour exchange.</summary>
    public float Model => exchange.Model;

    public SessionSnapshot? Snapshot => session?.Snapshot();

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

    /// <summary>Told of each effect before it is carried out.</summary>
    public Action<RingEffect>? Watch { get; set; }

    /// <summary>The payload is in memory or on the disk.</summary>
    public bool Holds(Envelope envelope) => (IsAlive && IsStored(envelope)) || disk.HoldsPayload(envelope);

    /// <summary>The record is in memory or on the disk.</summary>
    public bool Knows(Digest record) => (IsAlive && heard.Contains(record)) || disk.Knows(record);

    public void Start()
    {
        if (IsAlive || holds > 0)
        {
            return;
        }

        Life++;
        End = null;
        (store, untested, cancelled) = (disk.Load(), [], -1);
        heard.Clear();
        exchange.Load(store);
        RestoredState restored = disk.Restore(defects.ForgetsVotes) with { Neighbours = exchange.Restore() };
        checker.Restored(Index, restored.Closed);
        session = new RingSession(plan with { Nonce = (ulong)Life }, (votes, now) => new RingClose(votes, now, defects.Rules), restored);
        Raise(new SessionStarted());
        foreach (int peer in plan.Neighbours)
        {
            Network.KeepDialling(Index, peer);
        }

        KeepTicking(Life);
    }

    /// <summary>Memory and connections are gone. Of the writes under way, any may have reached the disk.</summary>
    public void Crash()
    {
        if (!IsAlive)
        {
            return;
        }

        session = null;
        fuse = null;
        Life++;
        unheard.Clear();
        Adversary?.Forget();
        foreach (Action write in unwritten.Where(_ => dice.OneIn(2)).ToList())
        {
            write();
        }

        unwritten.Clear();
        Network.Lose(Index, silently: dice.OneIn(3));
    }

    /// <summary>Strikes between two of its effects, so many from now.</summary>
    public void CrashAfter(int effectCount, Action strike) => fuse = IsAlive ? (effectCount, strike) : null;

    public bool HasBackup => backup is not null;

    /// <summary>Keeps a copy of the disk as it is now.</summary>
    public void BackUp()
    {
        backup = disk.Copy();
        exchange.BackUp();
    }

    /// <summary>
    /// Puts the copy in the disk's place, if there is one. The silo must be down. Not after its last close: its neighbours
    /// go home when they have heard of that, and nobody would be left to tell it.
    /// </summary>
    /// <param name="isSaid">Its operator says so.</param>
    /// <param name="sparesPayloads">What it made of open rounds stays: where everyone's update is needed, nothing can take its place.</param>
    public void RestoreBackup(bool isSaid, bool sparesPayloads)
    {
        if (disk.CloseOf(plan.LastRound) is not null)
        {
            return;
        }

        disk = backup?.Copy(sparesPayloads ? disk : null) ?? disk;
        if (HasBackup)
        {
            checker.PutBack(Index);
        }

        disk.PutBack = isSaid && !defects.IgnoresOwnPast ? (ulong)Life : disk.PutBack;
        exchange.RestoreBackup();
    }

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
    public void Freeze() => freezes++;

    public void Thaw()
    {
        freezes--;
        while (freezes == 0 && unheard.TryDequeue(out RingEvent? happened))
        {
            Raise(happened);
        }
    }

    public void Raise(RingEvent happened)
    {
        if (session is null || (defects.IgnoresOwnPast && IsOwnPast(happened)))
        {
            return;
        }

        if (defects.IgnoresOwnPast && happened is MessageArrived { Message: Summary summary } heard)
        {
            happened = heard with { Message = summary with { Remembrance = Remembrance.None } };
        }

        if (freezes > 0)
        {
            unheard.Enqueue(happened);
            return;
        }

        Adversary?.Notice(happened);
        int life = Life;
        effects.Clear();
        session.Step(happened, clock.Now + clockAheadMs, effects);
        for (int index = 0; index < effects.Count && life == Life; index++)
        {
            trace?.Add(Index, effects[index]);
            Adversary?.Notice(effects[index]);
            Watch?.Invoke(effects[index]);
            if (life == Life)
            {
                Perform(effects[index]);
                BurnFuse();
            }
        }
    }

    /// <summary>Its operator asks; nobody hears it while it is off. Not to be called from within one of its effects.</summary>
    public void AskToLeave() => Raise(new LeaveAsked());

    private bool IsOwnPast(RingEvent happened) =>
        happened is MessageArrived { Message: RecordMessage { Record.Body.Origin: var origin } } && origin == plan.Roster[Index];

    private void BurnFuse()
    {
        if (fuse is not { } burning)
        {
            return;
        }

        fuse = burning.Effects == 0 ? null : (burning.Effects - 1, burning.Strike);
        if (fuse is null)
        {
            burning.Strike();
        }
    }

    private void Perform(RingEffect effect)
    {
        switch (effect)
        {
            case Send send: Transmit(send); break;
            case SendChunk send: Transmit(send); break;
            case CloseLink close: Network.Close(close.Link, Index); break;
            case OpenEdge open: Network.KeepDialling(Index, open.Peer); break;
            case CloseEdge close: Network.StopDialling(Index, close.Peer); break;
            case VerifyRecord verify: Later(3, () => Verify(verify)); break;
            case VerifyChunk verify: Later(3, () => Verify(verify)); break;
            case VerifyClose verify: Later(5, () => new CloseVerified(verify.Link, verify.Close, verify.Close.Precommits.All(checker.IsSigned))); break;
            case SendCloses send: Transmit(send); break;
            case DropChunk drop: untested.Remove(drop.Token); break;
            case Work work: Begin(work); break;
            case CancelWork cancel: cancelled = cancel.Round; break;
            case PersistPayload persist: Store(() => Keep(persist), new PayloadPersisted(persist.Round)); break;
            case Sign sign: Later(3, () => new Signed(checker.Sign(SimulatedWorker.Sign(sign.Body)))); break;
            case PersistVotes persist: Store(() => disk.Write(persist), new VotesPersisted(persist.Newest)); break;
            case PersistLeave persist: Store(() => disk.Write(persist), new LeavePersisted(persist.Record)); break;
            case AnswerLeave answer: LeaveAnswer = answer.Answer; break;
            case PersistGuard guard: Store(() => disk.PutBack = guard.IsGuarded ? guard.Occasion : null, new GuardPersisted(guard.IsGuarded)); break;
            case BookForgotten book: Store(() => disk.Write(book, EpsilonPerRound), new ForgottenBooked(book.Announced, book.Occasion)); break;
            case PersistUpdate persist: Store(() => disk.Write(persist), new UpdatePersisted(persist.Envelope)); break;
            case Aggregate ask: Combine(ask); break;
            case AdoptAggregate adopt: Later(10, () => Adopted(adopt.Close)); break;
            case PersistClose close: Store(() => Keep(close), new ClosePersisted(close.Close.Round)); break;
            case Merge merge: Later(100, () => Use(merge)); break;
            case ReleaseRounds release: store.Release(id => IsOutdated(id, release)); break;
            case WorkOwn work: Begin(work); break;
            case PersistOwnPart persist: Store(() => exchange.Write(persist, store), new OwnPartPersisted(persist.Round)); break;
            case PersistOwnEnvelope persist: Store(() => exchange.Write(persist), new OwnEnvelopePersisted(persist.Record)); break;
            case MergeUpdates merge: Merge(merge); break;
            case PersistMerged persist: Store(() => exchange.Write(persist), new MergedPersisted(persist.Result.Round)); break;
            case HandOver hand: Later(100, () => Use(hand)); break;
            case ForgetItems forget: store.Release(forget.Items.Contains); break;
            case RaiseAlarm alarm: checker.Alarmed(Index, alarm.Sentence); break;
            case Finish finish: End = finish.End; break;
            default: throw new InvalidOperationException($"the simulator cannot perform {effect}");
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
            Network.Reject(link, Index, refused.Fault.Sentence);
        }
    }

    public void Receive(int link, ChunkId chunk, Digest content)
    {
        untested.Add(++tokens, content);
        Raise(new ChunkArrived(link, chunk, tokens));
    }

    private void Transmit(Send send)
    {
        if (Adversary is not null)
        {
            Adversary.Send(send.Link, send.Message);
            return;
        }

        if (send.Message is RecordMessage { Record: var record } && record.Body.Origin == plan.Roster[Index])
        {
            checker.Left(record, disk.Held(record) || exchange.Held(record));
        }

        long bytes = MessageSize.Of(send.Message);
        checker.Traffic.Sent(Index, bytes);
        Network.Send(send.Link, Index, bytes, peer => peer.Raise(new MessageArrived(send.Link, send.Message)));
    }

    private void Transmit(SendCloses send)
    {
        for (int round = send.From; round <= send.Last && round != UnreadableClose && disk.CloseOf(round) is { } close; round++)
        {
            Transmit(new Send(send.Link, new CloseMessage(close)));
        }
    }

    private void Transmit(SendChunk send)
    {
        if (!store.TryGet(send.Chunk, out Digest content) || Twisted(send, content) is not { } chunk)
        {
            Later(2, () => new ChunkWritten(send.Link, send.Chunk));
            return;
        }

        int life = Life;
        long bytes = MessageSize.Of(worker.ManifestOf(content), send.Chunk.Index);
        checker.Traffic.Sent(Index, send.Chunk, bytes);
        Network.Send(
            send.Link,
            Index,
            bytes,
            peer => peer.Receive(send.Link, chunk.Id, chunk.Content),
            isChunk: true,
            () => Answer(life, new ChunkWritten(send.Link, send.Chunk)));
    }

    private SentChunk? Twisted(SendChunk send, Digest content)
    {
        SentChunk chunk = new(send.Chunk, content);
        return Adversary is null ? chunk : Adversary.Twist(send.Link, chunk);
    }

    private RecordVerified Verify(VerifyRecord verify)
    {
        bool holds = checker.IsSigned(verify.Record);
        if (holds)
        {
            heard.Add(verify.Record.Id);
            checker.Heard(verify.Record);
        }

        return new RecordVerified(verify.Link, verify.Record, holds);
    }

    private ChunkVerified Verify(VerifyChunk verify)
    {
        bool holds = untested.Remove(verify.Token, out Digest content) && (content == verify.Manifest.Root || defects.AcceptsAnyChunk);
        if (holds)
        {
            store.Add(verify.Chunk, verify.Manifest, content);
        }

        return new ChunkVerified(verify.Link, verify.Chunk, holds);
    }

    private void Begin(Work work)
    {
        double spent = disk.Spend(EpsilonPerRound);
        int life = Life;
        clock.After(
            WorkMsMin + dice.Between(0, WorkMsMax),
            () =>
            {
                if (cancelled < work.Round)
                {
                    Answer(life, new WorkDone(work.Round, Result(work.Round, life, spent)));
                }
            });
    }

    private void Begin(WorkOwn work)
    {
        double spent = disk.Spend(EpsilonPerRound);
        int life = Life;
        clock.After(WorkMsMin + dice.Between(0, WorkMsMax), () =>
        {
            if (life == Life)
            {
                Raise(new OwnWorked(Spoiled(exchange.Work(work, life, spent))));
            }
        });
    }

    private void Merge(MergeUpdates merge)
    {
        UpdatesMerged done = exchange.Merge(merge, store);
        Later(60, () => done);
    }

    private HandedOver Use(HandOver hand)
    {
        IsDone |= hand.Round == plan.LastRound;
        return new HandedOver(hand.Round);
    }

    private OwnPart Result(int round, int life, double spent) => Spoiled(worker.Work(round, Index, life, disk.BaseOf(round), spent));

    private OwnPart Spoiled(OwnPart part)
    {
        if (SendsNonsense)
        {
            worker.Spoil(part);
        }

        return part;
    }

    private void Keep(PersistPayload persist)
    {
        disk.Write(persist);
        store.Fill(new ItemId(persist.Round, Index, persist.Part.Payload.Root), persist.Part.Payload);
    }

    private void Keep(PersistClose persist)
    {
        // First, because the disk lets go of the round's payloads, which the checker asks for.
        checker.Closed(Index, persist);
        disk.Write(persist);
        if (persist.HasResult)
        {
            store.Fill(ItemId.AggregateOf(persist.Close.Round, persist.Close.Manifest.Root), persist.Close.Manifest);
        }
    }

    private bool IsStored(Envelope envelope) =>
        store.HoldsAll(new ItemId(envelope.Round, plan.IndexOf(envelope.Origin), envelope.Payload.Root));

    /// <summary>Of what is in the store when it is asked: a close may release it before the result is there.</summary>
    private void Combine(Aggregate ask)
    {
        if (defects.CountsTwice)
        {
            ask = ask with { Updates = [.. ask.Updates.Take(1), .. ask.Updates] };
        }

        checker.Merged(Index, ask, ask.Updates.All(IsStored));
        Aggregated result = worker.Combine(ask, disk.BaseOf(ask.Round), plan.IndexOf);
        Later(60, () => result);
    }

    private static Aggregated Adopted(RoundClose close) => new(close.Round, close.Proposal.Id, AgreedAggregate.Of(close));

    private Merged Use(Merge merge)
    {
        IsDone |= merge.Close.Round == plan.LastRound;
        return new Merged(merge.Close.Round);
    }

    private bool IsOutdated(ItemId id, ReleaseRounds release) => id.IsAggregate
        ? plan.KindOf(id.Round) == RoundKind.Parameters && id.Round < release.ResultsFrom
        : id.Round <= release.Closed;

    /// <summary>The write reaches the disk at some moment before its silo hears of it; what becomes of it in a crash is open.</summary>
    private void Store(Action write, RingEvent done)
    {
        int life = Life;
        LinkedListNode<Action> pending = unwritten.AddLast(write);
        clock.After(dice.Between(0, DiskMsMax), () =>
        {
            if (life == Life)
            {
                unwritten.Remove(pending);
                write();
                Later(DiskMsMax / 2, () => done);
            }
        });
    }

    private void Later(long msMax, Func<RingEvent> answer)
    {
        int life = Life;
        clock.After(dice.Between(0, msMax), () =>
        {
            if (life == Life)
            {
                Raise(answer());
            }
        });
    }

    private void Answer(int life, RingEvent happened)
    {
        if (life == Life)
        {
            Raise(happened);
        }
    }

    private void KeepTicking(int life) => clock.After(plan.Times.TickMs, () =>
    {
        if (life == Life && End is null)
        {
            if (freezes == 0)
            {
                Raise(new Tick());
            }

            KeepTicking(life);
        }
    });
}
