using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Checks;

namespace RingFed.Simulation;

/// <summary>
/// The shipping session with a simulated world around it: its effects take random times, its disk survives it, its
/// signatures are entries in a register, and a chunk's bytes are the root they belong to.
/// </summary>
internal sealed class SimulatedSilo(
    SessionPlan plan, SimulatedWorker worker, VirtualClock clock, Dice dice, RingChecker checker, EffectTrace? trace)
{
    private const long TickMs = 1000;
    private readonly SimulatedDisk disk = new();
    private Dictionary<ChunkId, Digest> store = [];
    private Dictionary<long, Digest> untested = [];
    private RingSession? session;
    private long tokens;

    /// <summary>Set once, before the first start.</summary>
    public SimulatedNetwork Network { get; set; } = null!;

    public int Index => plan.Self;

    /// <summary>Counts starts and crashes: what an earlier life asked for has no effect on a later one.</summary>
    public int Life { get; private set; }

    public bool IsAlive => session is not null;

    public SessionEnd? End { get; private set; }

    public SessionSnapshot? Snapshot => session?.Snapshot();

    public void Start()
    {
        Life++;
        RestoredState restored = disk.Restore();
        (store, untested) = (disk.Load(plan.Self), []);
        session = new RingSession(plan with { Nonce = (ulong)Life }, new FullAttendanceClosing(), restored);
        Raise(new SessionStarted());
        foreach (int peer in plan.Neighbours)
        {
            Network.KeepDialling(Index, peer);
        }

        KeepTicking(Life);
    }

    public void Crash()
    {
        session = null;
        Life++;
        Network.BreakAll(Index);
    }

    public void Raise(RingEvent happened)
    {
        if (session is null)
        {
            return;
        }

        List<RingEffect> effects = [];
        session.Step(happened, clock.Now, effects);
        foreach (RingEffect effect in effects)
        {
            trace?.Add(Index, effect);
            Perform(effect);
        }
    }

    private void Perform(RingEffect effect)
    {
        switch (effect)
        {
            case Send send: Network.Send(send.Link, Index, peer => peer.Raise(new MessageArrived(send.Link, send.Message))); break;
            case SendChunk send: Transmit(send); break;
            case CloseLink close: Network.Close(close.Link, Index); break;
            case OpenEdge open: Network.KeepDialling(Index, open.Peer); break;
            case CloseEdge close: Network.StopDialling(Index, close.Peer); break;
            case VerifyRecord verify: Later(3, () => new RecordVerified(verify.Link, verify.Record, checker.IsSigned(verify.Record))); break;
            case VerifyChunk verify: Later(3, () => Verify(verify)); break;
            case DropChunk drop: untested.Remove(drop.Token); break;
            case Work work: Later(2000, () => new WorkDone(work.Round, worker.Work(work.Round, Index, Life, disk.Base))); break;
            case PersistPayload persist: Store(() => Keep(persist), new PayloadPersisted(persist.Round)); break;
            case Sign sign: Later(3, () => new Signed(checker.Sign(worker.Sign(sign.Body)))); break;
            case PersistRecord persist: Store(() => disk.Write(persist.Record), new RecordPersisted(persist.Record)); break;
            case Aggregate ask: Later(60, () => Combine(ask)); break;
            case AdoptAggregate adopt: Later(10, () => new Aggregated(adopt.Round, adopt.Aggregate)); break;
            case PersistClose close: Store(() => Keep(close), new ClosePersisted(close.Round)); break;
            case Merge merge: Later(100, () => new Merged(merge.Round)); break;
            case ReleaseRounds release: Release(release.Closed); break;
            case RaiseAlarm alarm: checker.Alarmed(Index, alarm.Sentence); break;
            case Finish finish: End = finish.End; break;
            default: throw new InvalidOperationException($"the simulator cannot perform {effect}");
        }
    }

    private void Transmit(SendChunk send)
    {
        if (store.TryGetValue(send.Chunk, out Digest content))
        {
            checker.Sent(Index, send.Chunk);
            Network.Send(send.Link, Index, peer => peer.Receive(send.Link, send.Chunk, content));
        }

        Later(2, () => new ChunkWritten(send.Link, send.Chunk));
    }

    private void Receive(int link, ChunkId chunk, Digest content)
    {
        untested.Add(++tokens, content);
        Raise(new ChunkArrived(link, chunk, tokens));
    }

    private ChunkVerified Verify(VerifyChunk verify)
    {
        bool holds = untested.Remove(verify.Token, out Digest content) && content == verify.Manifest.Root;
        if (holds)
        {
            store[verify.Chunk] = content;
        }

        return new ChunkVerified(verify.Link, verify.Chunk, holds);
    }

    private void Keep(PersistPayload persist)
    {
        disk.Write(persist.Round, persist.Part);
        Fill(new ItemId(persist.Round, Index, persist.Part.Payload.Root), persist.Part.Payload);
    }

    private void Keep(PersistClose close)
    {
        PayloadManifest manifest = ((Precommit)close.Certificate[0].Body).Manifest!;
        disk.Write(close, manifest);
        Fill(ItemId.AggregateOf(close.Round, manifest.Root), manifest);
        checker.Closed(Index, close);
    }

    private Aggregated Combine(Aggregate ask)
    {
        bool held = ask.Updates.All(update => HoldsAll(update));
        checker.Merged(Index, ask, held);
        return worker.Combine(ask, disk.Base);
    }

    private bool HoldsAll(Envelope update)
    {
        ItemId item = new(update.Round, plan.IndexOf(update.Origin), update.Payload.Root);
        return Enumerable.Range(0, update.Payload.ChunkCount)
            .All(index => store.GetValueOrDefault(new ChunkId(item, index)) == update.Payload.Root);
    }

    private void Fill(ItemId item, PayloadManifest manifest)
    {
        for (int index = 0; index < manifest.ChunkCount; index++)
        {
            store[new ChunkId(item, index)] = manifest.Root;
        }
    }

    private void Release(int closed)
    {
        foreach (ChunkId chunk in store.Keys.Where(chunk => chunk.Item.IsAggregate ? chunk.Item.Round < closed : chunk.Item.Round <= closed).ToList())
        {
            store.Remove(chunk);
        }
    }

    /// <summary>The write reaches the disk at some moment before its silo hears of it, unless a crash comes first.</summary>
    private void Store(Action write, RingEvent done)
    {
        int life = Life;
        clock.After(dice.Between(0, 20), () =>
        {
            if (life == Life)
            {
                write();
                Later(10, () => done);
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

    private void KeepTicking(int life) => clock.After(TickMs, () =>
    {
        if (life == Life && End is null)
        {
            Raise(new Tick());
            KeepTicking(life);
        }
    });
}
