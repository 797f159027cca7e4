using RingFed.Federation.Codecs;
using RingFed.Federation.Identity;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;
using RingFed.Simulation.Attackers;

namespace RingFed.Simulation.InMemory;

/// <summary>
/// A silo of a ring in memory: the shipping session, and each of its effects done at once, answered a moment later. What
/// would be written to a disk is kept, or is not needed where nothing stops. Called by the clock's thread alone, which
/// waits for workshop and worker.
/// </summary>
internal sealed class MemorySilo : IDisposable
{
    /// <summary>Virtual time of anything but work.</summary>
    private const long AnswerMs = 1;

    /// <summary>Virtual time of a round's work: all silos have begun theirs before the first is waited for.</summary>
    private const long WorkMs = 250;

    private readonly SharedWorld world;
    private readonly RecordSigner signer;
    private readonly TrafficMeter sent = new();
    private readonly PayloadBuffers buffers = PayloadBuffers.Unbounded();
    private readonly PayloadStore payloads;
    private readonly RoundWorkshop workshop;
    private readonly RoundJournal journal;
    private readonly OutcomeShelf outcomes = new();
    private readonly RingSession session;
    private readonly List<RingEffect> effects = [];
    private readonly Dictionary<long, ChunkFrame> untested = [];
    private readonly Dictionary<int, FinishedPart> parts = [];
    private readonly Dictionary<int, RoundClose> closes = [];
    private readonly List<RoundRecord> records = [];
    private readonly CancellationTokenSource stop;
    private CancellationTokenSource? work;
    private Task working = Task.CompletedTask;
    private long tokens;

    public MemorySilo(MemoryRingOptions options, SessionPlan plan, IRoundWorker worker, RecordSigner signer, SharedWorld world)
    {
        (Plan, Worker, this.signer, this.world) = (plan, worker, signer, world);
        stop = CancellationTokenSource.CreateLinkedTokenSource(world.Stop);
        payloads = new PayloadStore(buffers);
        WorkshopSettings settings = WorkshopSettings.Of(plan, options.Topology, options.ChunkBytes, options.Threads);
        workshop = new RoundWorkshop(worker, settings, payloads, buffers, stop.Token);
        journal = new RoundJournal(plan, sent, options.Time, last: null);
        session = new RingSession(plan, RestoredState.Fresh(plan.Silos));
    }

    public event Action<RoundRecord>? RoundClosed;

    public SessionPlan Plan { get; }

    public IRoundWorker Worker { get; }

    public SessionEnd? End => session.End;

    /// <summary>Of the rounds that closed.</summary>
    public IReadOnlyList<RoundRecord> Records => records;

    /// <summary>What its operator would read.</summary>
    public List<string> Alarms { get; } = [];

    public void Start()
    {
        Raise(new SessionStarted());
        KeepTicking();
    }

    public void Raise(RingEvent happened)
    {
        effects.Clear();
        session.Step(happened, world.Clock.Now, effects);
        effects.ForEach(Perform);
    }

    /// <summary>A chunk that came; its bytes are the sender's for the length of the call.</summary>
    public void Receive(int link, ChunkFrame chunk)
    {
        untested.Add(++tokens, chunk with { Bytes = chunk.Bytes.ToArray() });
        Raise(new ChunkArrived(link, chunk.Chunk, tokens));
    }

    /// <summary>Waits for work that is under way: its worker is disposed next.</summary>
    public void Dispose()
    {
        stop.Cancel();
        working.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        work?.Dispose();
        outcomes.Dispose();
        payloads.Dispose();
        workshop.Dispose();
        buffers.Dispose();
        stop.Dispose();
    }

    private void KeepTicking() => world.Clock.After(Plan.Times.TickMs, () =>
    {
        if (End is null)
        {
            world.Stop.ThrowIfCancellationRequested();
            Raise(new Tick());
            KeepTicking();
        }
    });

    private void Perform(RingEffect effect)
    {
        switch (effect)
        {
            case Send send: Send(send.Link, send.Message); break;
            case SendChunk send: Send(send); break;
            case SendCloses send: Send(send); break;
            case CloseLink close: world.Network.Close(close.Link, Plan.Self); break;
            case OpenEdge open: world.Network.Connect(Plan.Self, open.Peer); break;
            case DropChunk drop: untested.Remove(drop.Token); break;
            case VerifyChunk verify: Answer(Verify(verify)); break;
            case VerifyRecord verify: Answer(new RecordVerified(verify.Link, verify.Record, IsSigned(verify.Record))); break;
            case VerifyClose verify: Answer(new CloseVerified(verify.Link, verify.Close, verify.Close.Precommits.All(IsSigned))); break;
            case Sign sign: Answer(new Signed(SignNow(sign.Body))); break;
            case Work begin: Begin(begin); break;
            case CancelWork: work?.Cancel(); break;
            case PersistPayload persist: Answer(Keep(persist)); break;
            case Aggregate ask: Later(() => Known(Wait(workshop.AggregateAsync(ask)))); break;
            case AdoptAggregate adopt: Later(() => Known(Wait(workshop.AdoptAsync(adopt.Close)))); break;
            case PersistClose close: Later(() => Keep(close)); break;
            case Merge merge: Later(() => Use(merge)); break;
            case ForgetItems forget: payloads.Remove(forget.Items); break;
            case ReleaseRounds release: Release(release); break;
            case RaiseAlarm alarm: Alarms.Add(alarm.Sentence); break;
            case CloseEdge or AnswerLeave or AnswerDraft or Finish: break;
            default: Answer(Stored(effect)); break;
        }
    }

    /// <summary>Nothing stops here, so what is stored is there.</summary>
    private static RingEvent Stored(RingEffect effect) => effect switch
    {
        PersistVotes persist => new VotesPersisted(persist.Newest),
        PersistUpdate persist => new UpdatePersisted(persist.Envelope),
        PersistGuard guard => new GuardPersisted(guard.IsGuarded),
        _ => throw new InvalidOperationException($"a ring in memory has one epoch, in which nobody leaves or comes back; it does not perform {effect.GetType().Name}"),
    };

    private void Send(int link, RingMessage message)
    {
        sent.Count(MessageCodec.TypeOf(message), FrameBytes.Encode(message).Length);
        world.Network.Send(link, Plan.Self, message);
    }

    private void Send(SendChunk send)
    {
        IDisposable? open = payloads.TryOpen(send.Chunk, out ChunkFrame chunk);
        if (open is not null)
        {
            sent.CountChunk(send.Chunk.Item.Round, BytesOf(chunk));
            world.Network.Send(send.Link, Plan.Self, chunk, open.Dispose);
        }

        Answer(new ChunkWritten(send.Link, send.Chunk));
    }

    private void Send(SendCloses send)
    {
        for (int round = send.From; round <= send.Last && closes.TryGetValue(round, out RoundClose? close); round++)
        {
            Send(send.Link, new CloseMessage(close));
        }
    }

    private static long BytesOf(ChunkFrame chunk)
    {
        System.Buffers.ArrayBufferWriter<byte> front = new(ChunkFrame.FrontBytesMax);
        MessagePackWriter writer = new(front);
        ChunkFrame.EncodeFront(ref writer, chunk);
        writer.Flush();
        return FrameHeader.Size + front.WrittenCount + chunk.Bytes.Length;
    }

    private ChunkVerified Verify(VerifyChunk verify)
    {
        untested.Remove(verify.Token, out ChunkFrame chunk);
        bool holds = Merkle.Verify(verify.Manifest, chunk.Chunk.Index, chunk.Bytes.Span, chunk.Proof.Span);
        if (holds)
        {
            payloads.Add(chunk, verify.Manifest);
        }

        return new ChunkVerified(verify.Link, verify.Chunk, holds) { Registration = verify.Registration };
    }

    private bool IsSigned(SignedRecord record) => Plan.IndexOf(record.Body.Origin) is >= 0 and var origin
        && world.Verifier.Verify(world.Keys[origin], record.Id.ToArray(), record.Signature.Span);

    private SignedRecord SignNow(RecordBody body)
    {
        byte[] bytes = RecordCodec.Encode(body);
        return RecordCodec.Decode(body.Kind, bytes, signer.Sign(RecordCodec.IdOf(body.Kind, bytes).ToArray()));
    }

    /// <summary>Beside the other silos', and waited for when all have begun.</summary>
    private void Begin(Work begin)
    {
        work?.Dispose();
        work = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        CancellationToken cancelled = work.Token;
        Task<FinishedPart> finishing = WorkAsync(begin, cancelled);
        working = finishing;
        world.Clock.After(WorkMs, () =>
        {
            if (!cancelled.IsCancellationRequested)
            {
                FinishedPart finished = Wait(finishing);
                parts[begin.Round] = finished;
                Raise(new WorkDone(begin.Round, finished.Part));
            }
        });
    }

    private async Task<FinishedPart> WorkAsync(Work begin, CancellationToken cancelled)
    {
        await world.Working.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            return await workshop.WorkAsync(begin, cancelled).ConfigureAwait(false);
        }
        finally
        {
            world.Working.Release();
        }
    }

    private PayloadPersisted Keep(PersistPayload persist)
    {
        parts.Remove(persist.Round, out FinishedPart? finished);
        payloads.Add(new ItemId(persist.Round, Plan.Self, persist.Part.Payload.Root), finished!.Buffer, finished.Tree);
        finished.Buffer.LetGo();
        return new PayloadPersisted(persist.Round);
    }

    private Aggregated Known(RoundOutcome outcome)
    {
        outcomes.Add(outcome);
        return new Aggregated(outcome.Round, outcome.Proposal, outcome.Aggregate);
    }

    private ClosePersisted Keep(PersistClose close)
    {
        RoundOutcome? outcome = close.HasResult ? outcomes.Take(close.Close) : null;
        RoundRecord record = journal.Close(close, outcome);
        closes[close.Close.Round] = close.Close;
        records.Add(record);
        if (outcome is not null)
        {
            payloads.Add(ItemId.AggregateOf(outcome.Round, outcome.Tree.Manifest.Root), outcome.Buffer, outcome.Tree);
            outcome.Buffer.LetGo();
        }

        RoundClosed?.Invoke(record);
        return new ClosePersisted(close.Close.Round);
    }

    private Merged Use(Merge merge)
    {
        PayloadBuffer result = payloads.Hold(ItemId.AggregateOf(merge.Close.Round, merge.Close.Manifest.Root));
        try
        {
            workshop.MergeAsync(Plan.TermsOf(merge.Close.Round), journal.Last!, result).GetAwaiter().GetResult();
        }
        finally
        {
            result.LetGo();
        }

        journal.BeginNext();
        return new Merged(merge.Close.Round);
    }

    private void Release(ReleaseRounds release)
    {
        outcomes.Release(release.Closed);
        payloads.Release(release.Closed, release.ResultsFrom, Plan.Phases);
    }

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private void Answer(RingEvent happened) => world.Clock.After(AnswerMs, () => Raise(happened));

    private void Later(Func<RingEvent> answer) => world.Clock.After(AnswerMs, () => Raise(answer()));
}
