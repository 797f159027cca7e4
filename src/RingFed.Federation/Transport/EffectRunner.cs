using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using RingFed.Federation.Identity;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Transport.Epochs;
using RingFed.Federation.Transport.Neighbour;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// Carries out what the session asks for: sends at once, everything that takes time in the background, with its answer
/// posted as an event. Called by the event loop alone.
/// </summary>
internal sealed class EffectRunner(
    SessionOptions options,
    SessionPlan plan,
    SessionInbox inbox,
    LinkManager links,
    PayloadStore payloads,
    StateStore state,
    RoundWorkshop workshop,
    RoundJournal journal,
    StatisticReplay replay,
    NeighbourRunner neighbours,
    EpochRunner epochs,
    StatusBoard board,
    SiloFixtures silo,
    CancellationToken stop) : IDisposable
{
    private readonly ConcurrentDictionary<int, FinishedPart> parts = new();
    private readonly OutcomeShelf outcomes = new();
    private readonly Dictionary<int, CancellationTokenSource> works = [];
    private readonly ConcurrentDictionary<Task, bool> running = new();
    private readonly RecordSigner signer = new(options.Identity.Key);
    private readonly RecordVerifier verifier = new();
    private readonly ILogger log = silo.Log;
    private readonly CloseServer closes = new(state, links, silo.Log);

    /// <summary>Ends when everything in the background has; the worker must have been told to stop.</summary>
    public Task DrainAsync() => Task.WhenAll(running.Keys);

    public void Dispose()
    {
        verifier.Dispose();
        outcomes.Dispose();
        LetGoOfParts(int.MaxValue);
    }

    public void Perform(RingEffect effect)
    {
        switch (effect)
        {
            case Send send: links.Find(send.Link)?.Send(send.Message); break;
            case SendChunk send: links.Find(send.Link)?.Send(send.Chunk); break;
            case CloseLink close: Close(close); break;
            case OpenEdge open: Open(open.Peer); break;
            case CloseEdge close: Close(close.Peer); break;
            case DropChunk drop: Drop(drop); break;
            case VerifyChunk verify: Verify(verify); break;
            case VerifyRecord verify: Compute(effect, () => new RecordVerified(verify.Link, verify.Record, IsSigned(verify.Record))); break;
            case Sign sign: Compute(effect, () => new Signed(SignNow(sign.Body))); break;
            case Work work: Begin(work); break;
            case PersistPayload persist: Persist(persist); break;
            case CancelWork cancel: Cancel(cancel.Round); break;
            case VerifyClose verify: Compute(effect, () => new CloseVerified(verify.Link, verify.Close, verify.Close.Precommits.All(IsSigned))); break;
            case SendCloses send: Track(closes.Serve(send)); break;
            case PersistVotes persist: Persist(effect, () => state.Write(persist), new VotesPersisted(persist.Newest)); break;
            case PersistLeave persist: Persist(effect, () => state.Write(persist), new LeavePersisted(persist.Record)); break;
            case AnswerLeave answer: silo.Leaves.Answer(answer.Answer); break;
            case SendTopology send: Track(epochs.SendAsync(send)); break;
            case ExamineTopology ask: Compute(effect, () => epochs.Examine(ask)); break;
            case PersistDraft persist: Persist(effect, () => epochs.Keep(persist.Draft), new DraftPersisted(persist.Draft)); break;
            case PersistAssent persist: Persist(effect, () => epochs.Keep(persist.Assent), new AssentPersisted(persist.Assent)); break;
            case PersistEntry persist: Persist(effect, () => epochs.Keep(persist), new EntryPersisted()); break;
            case AnswerDraft answer: silo.Drafts.Answer(answer.Answer); break;
            case PersistGuard guard: Persist(effect, () => StateMark.Set(options.StateDirectory, guard.IsGuarded, guard.Occasion), new GuardPersisted(guard.IsGuarded)); break;
            case BookForgotten book: Answer(effect, () => BookAsync(book)); break;
            case PersistUpdate persist: Hold(persist); break;
            case Aggregate ask: Answer(effect, () => AggregateAsync(ask), ask.Round); break;
            case AdoptAggregate adopt: Answer(effect, () => AdoptAsync(adopt.Close), adopt.Close.Round); break;
            case PersistClose close: Run(effect, SessionFaultCode.StorageFailed, () => KeepAsync(close)); break;
            case Merge merge: Answer(effect, () => MergeAsync(merge)); break;
            case ForgetItems forget: payloads.Remove(forget.Items); break;
            case MergeUpdates merge: Merge(merge); break;
            case NeighbourEffect exchange: Perform(exchange); break;
            case ReleaseRounds release: Release(release); break;
            case RaiseAlarm alarm: Raise(alarm); break;
            case Finish: break;
            default: throw new InvalidOperationException($"no one performs {effect.GetType().Name}");
        }
    }

    private void Open(int peer)
    {
        links.OpenEdge(peer, stop);
        board.LinkWanted(peer);
    }

    private void Close(int peer)
    {
        links.CloseEdge(peer);
        board.LinkUnwanted(peer);
    }

    private void Close(CloseLink close)
    {
        if (links.Find(close.Link) is not { } link)
        {
            return;
        }

        if (close.Fault.Code is not (WireFaultCode.Replaced or WireFaultCode.Stopping or WireFaultCode.NotNeeded or WireFaultCode.EpochEnded))
        {
            log.ClosingLink(close.Link, close.Fault.ToString());
            board.LinkFault(link.Peer, close.Fault.ToString(), close.Fault.Code);
        }

        link.Close(close.Fault);
    }

    private void Raise(RaiseAlarm alarm)
    {
        log.Alarm(alarm.Sentence);
        board.Alarm(alarm.Kind, alarm.Sentence);
    }

    private void Drop(DropChunk drop)
    {
        (PeerLink link, ChunkBuffer chunk) = inbox.Take(drop.Token);
        chunk.Drop();
        link.Handled();
    }

    private void Verify(VerifyChunk verify)
    {
        (PeerLink link, ChunkBuffer chunk) = inbox.Take(verify.Token);
        Compute(verify, () =>
        {
            ChunkFrame frame = chunk.Frame;
            bool holds = Merkle.Verify(verify.Manifest, frame.Chunk.Index, frame.Bytes.Length, chunk.Leaf, frame.Proof.Span);
            if (holds)
            {
                chunk.Keep(payloads, verify.Manifest);
            }
            else
            {
                chunk.Drop();
            }

            link.Handled();
            return new ChunkVerified(verify.Link, verify.Chunk, holds) { Registration = verify.Registration };
        });
    }

    private void Hold(PersistUpdate persist)
    {
        log.UpdateHeld(persist.Envelope.Body.Origin, persist.Envelope.Round);
        Persist(persist, () => Keep(persist.Envelope), new UpdatePersisted(persist.Envelope), persist.Envelope.Round);
    }

    private void Merge(MergeUpdates merge)
    {
        foreach (Envelope update in merge.Updates)
        {
            log.UpdateHeld(update.Origin, update.Round);
        }

        Perform((NeighbourEffect)merge);
    }

    private void Perform(NeighbourEffect exchange) =>
        Run(exchange, NeighbourRunner.FaultOf(exchange), () => neighbours.PerformAsync(exchange));

    private bool IsSigned(SignedRecord record) => epochs.Keys.KeyOf(record.Body.Epoch, record.Body.Origin) is { } key
        && verifier.Verify(key, record.Id.ToArray(), record.Signature.Span);

    private SignedRecord SignNow(RecordBody body)
    {
        byte[] bytes = RecordCodec.Encode(body);
        byte[] signature = signer.Sign(RecordCodec.IdOf(body.Kind, bytes).ToArray());

        // Read as the others will read it: a record that they must refuse would close every link.
        return RecordCodec.Decode(body.Kind, bytes, signature);
    }

    private void Begin(Work work)
    {
        CancellationTokenSource own = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (works)
        {
            works[work.Round] = own;
        }

        Answer(work, () => WorkAsync(work, own), work.Round, own.Token);
    }

    private void Cancel(int round)
    {
        lock (works)
        {
            works.GetValueOrDefault(round)?.Cancel();
        }
    }

    private async Task<RingEvent> WorkAsync(Work work, CancellationTokenSource own)
    {
        log.WorkBegins(work.Kind, work.Round);
        FinishedPart finished;
        try
        {
            finished = await workshop.WorkAsync(work, own.Token);
        }
        finally
        {
            lock (works)
            {
                works.Remove(work.Round);
                own.Dispose();
            }
        }

        // Before it is judged: whatever comes of it, the round's release lets go of it.
        LetGoOfParts(work.Round);
        parts[work.Round] = finished;
        state.RequireReadable(finished.Part);
        return new WorkDone(work.Round, finished.Part);
    }

    // Taken on the event loop, so that a round's release lets go of what was never asked for, and of nothing else.
    private void Persist(PersistPayload persist)
    {
        parts.TryRemove(persist.Round, out FinishedPart? finished);
        Run(persist, SessionFaultCode.StorageFailed, () => finished is null
            ? throw new InvalidOperationException($"round {persist.Round} is to be stored, and was not worked for")
            : Task.Run(() => KeepAsync(persist, finished)));
    }

    private async Task<RingEvent> KeepAsync(PersistPayload persist, FinishedPart finished)
    {
        try
        {
            await silo.Disk.WriteAsync(() => state.Write(persist.Round, persist.Part, finished.Payload.Span), stop);
            payloads.Add(new ItemId(persist.Round, plan.Self, persist.Part.Payload.Root), finished.Buffer, finished.Tree);
        }
        finally
        {
            finished.Buffer.LetGo();
        }

        return new PayloadPersisted(persist.Round);
    }

    private void Release(ReleaseRounds release)
    {
        LetGoOfParts(release.Closed);
        outcomes.Release(release.Closed);
        payloads.Release(release.Closed, release.ResultsFrom, plan.Phases);
    }

    private void LetGoOfParts(int closed)
    {
        foreach (int round in parts.Keys.Where(round => round <= closed))
        {
            if (parts.TryRemove(round, out FinishedPart? dropped))
            {
                dropped.Buffer.LetGo();
            }
        }
    }

    private void Keep(SignedRecord record)
    {
        Envelope envelope = (Envelope)record.Body;
        ItemId item = new(envelope.Round, plan.IndexOf(envelope.Origin), envelope.Payload.Root);
        using IDisposable pinned = payloads.Pin([item]);
        state.WriteUpdate(item, record, payloads.BytesOf(item).Span);
    }

    private async Task<Aggregated> AggregateAsync(Aggregate ask)
    {
        using IDisposable pinned = payloads.Pin(ask.Updates.Select(update => new ItemId(update.Round, plan.IndexOf(update.Origin), update.Payload.Root)));
        return Known(await workshop.AggregateAsync(ask));
    }

    private async Task<Aggregated> AdoptAsync(RoundClose close)
    {
        using IDisposable pinned = payloads.Pin([ItemId.AggregateOf(close.Round, close.Manifest.Root)]);
        return Known(await workshop.AdoptAsync(close));
    }

    private Aggregated Known(RoundOutcome outcome)
    {
        outcomes.Add(outcome);
        return new Aggregated(outcome.Round, outcome.Proposal, outcome.Aggregate);
    }

    private Task<RingEvent> KeepAsync(PersistClose close) => Task.Run(async () =>
    {
        RoundOutcome? outcome = close.HasResult ? outcomes.Take(close.Close) : null;
        try
        {
            RoundRecord record = journal.Close(close, outcome);
            StoredClose stored = new(close.Close, close.Members, close.HasResult) { Announced = close.Announced };
            await silo.Disk.WriteAsync(() => state.Write(record, stored, outcome is null ? [] : outcome.Bytes.Span), stop);
            Note(record, outcome);
        }
        finally
        {
            outcome?.Buffer.LetGo();
        }

        return (RingEvent)new ClosePersisted(close.Close.Round);
    });

    private void Note(RoundRecord record, RoundOutcome? outcome)
    {
        if (outcome is null)
        {
            journal.BeginNext();
        }
        else
        {
            Serve(record, outcome);
        }

        board.Closed(record);
        log.RoundClosed(record.Kind, record.Round, record.Seconds, record.AggregateDigest, record.Merged.Count, record.Missed.Count, record.BytesOutChunks);
    }

    /// <summary>Parameters from their file, which is mapped: their buffer is free for what comes next.</summary>
    private void Serve(RoundRecord record, RoundOutcome outcome)
    {
        PayloadBuffer? mapped = record.Kind == RoundKind.Parameters ? state.MapParameters(outcome.Round, outcome.Bytes.Length) : null;
        payloads.Add(ItemId.AggregateOf(outcome.Round, outcome.Tree.Manifest.Root), mapped ?? outcome.Buffer, outcome.Tree);
        mapped?.LetGo();
        FileBefore(outcome.Round);
    }

    /// <summary>Results before the newest are for silos that lag: they are read from their file when one asks.</summary>
    private void FileBefore(int round)
    {
        foreach (ItemId older in payloads.ResultsBefore(round))
        {
            if (state.OpenResult(plan.KindOf(older.Round), older.Round) is { } file && !payloads.TryFile(older, file))
            {
                file.Dispose();
            }
        }
    }

    private async Task<RingEvent> BookAsync(BookForgotten book)
    {
        await workshop.BookAsync(new ForgottenSpending(book.Announced, book.Occasion?.ToString("x16", CultureInfo.InvariantCulture)));
        return new ForgottenBooked(book.Announced, book.Occasion);
    }

    private async Task<RingEvent> MergeAsync(Merge merge)
    {
        RoundClose close = merge.Close;
        await replay.RunAsync();
        PayloadBuffer result = payloads.Hold(ItemId.AggregateOf(close.Round, close.Manifest.Root));
        try
        {
            await workshop.MergeAsync(plan.TermsOf(close.Round), journal.Last!, result);
        }
        finally
        {
            result.LetGo();
        }

        journal.BeginNext();
        return new Merged(close.Round);
    }

    private void Compute(RingEffect effect, Func<RingEvent> answer) =>
        Run(effect, SessionFaultCode.WorkFailed, () => Task.Run(answer));

    /// <param name="round">Of which it is part: when that is closed by then, its failure does not matter.</param>
    /// <param name="cancelled">Beside the session's end, ends it without an answer.</param>
    private void Answer(RingEffect effect, Func<Task<RingEvent>> answer, int? round = null, CancellationToken cancelled = default) =>
        Run(effect, SessionFaultCode.WorkFailed, answer, round, cancelled);

    private void Answer(RingEffect effect, Func<Task<Aggregated>> answer, int round) =>
        Run(effect, SessionFaultCode.WorkFailed, async () => await answer(), round);

    private void Persist(RingEffect effect, Action write, RingEvent done, int? round = null) => Run(
        effect,
        SessionFaultCode.StorageFailed,
        () => Task.Run(async () =>
        {
            await silo.Disk.WriteAsync(write, stop);
            return done;
        }),
        round);

    private void Run(
        RingEffect effect, SessionFaultCode fault, Func<Task<RingEvent>> answer, int? round = null, CancellationToken cancelled = default) =>
        Track(RunAsync(effect, fault, answer, round, cancelled));

    private Task Track(Task task)
    {
        running[task] = true;
        _ = task.ContinueWith(done => running.TryRemove(done, out _), TaskScheduler.Default);
        return task;
    }

    // Whatever a worker, codec or disk throws ends this session with its sentence, not the daemon.
    private async Task RunAsync(
        RingEffect effect, SessionFaultCode fault, Func<Task<RingEvent>> answer, int? round, CancellationToken cancelled)
    {
        try
        {
            inbox.Post(await answer());
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || cancelled.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            string name = effect.GetType().Name;
            log.EffectFailed(failure, name);
            SessionFault found = failure is WorkRefusedException refused ? refused.Fault : new SessionFault(fault, $"{name} failed: {failure.Message}");
            inbox.Post(new EffectFailed(found, round));
        }
    }
}
