using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport.Epochs;
using RingFed.Federation.Transport.Neighbour;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>Runs one session, from what is on the disk to its end: one event loop steps the pure core and hands its effects on.</summary>
/// <param name="options">With the topology of the session's epoch.</param>
/// <param name="publish">Called on the event loop with each new status; quick.</param>
internal sealed class SessionRunner(SessionOptions options, SessionPlan plan, EpochChain chain, SiloFixtures silo, Action<SessionStatus> publish)
{
    /// <summary>Between two status values when nothing but counts has changed.</summary>
    private static readonly TimeSpan StatusTime = TimeSpan.FromMilliseconds(200);

    private readonly ILogger log = silo.Log;
    private readonly SessionInbox inbox = new();
    private readonly StatusBoard board = StatusBoard.Of(options, plan, silo);
    private long publishedAt;
    private (SessionPhase Phase, int Round, int Closed)? published;

    /// <summary>Runs once, to the end. The state directory must have been taken.</summary>
    /// <param name="listener">Stays open; null for a silo that only dials.</param>
    /// <exception cref="IOException">
    /// The state directory cannot be read; as <see cref="DamagedStateException"/> when what was signed cannot be known any
    /// more.
    /// </exception>
    /// <exception cref="ForeignStateException">The state directory belongs to another topology.</exception>
    public async Task<SessionEnd> RunAsync(Socket? listener, CancellationToken cancellationToken)
    {
        StateStore state = new(options.StateDirectory, chain.Owner);
        NeighbourStore store = new(options.StateDirectory, chain.Owner);
        using PayloadBuffers buffers = new(options.StateDirectory, options.MemoryBudgetBytes);
        buffers.BudgetExceeded += SayExceeded;
        using PayloadStore payloads = new(buffers);
        (StoredState stored, StoredNeighbours exchanged) = Load(state, store, payloads, buffers);

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using RoundWorkshop workshop = new(silo.Worker, Settings(), payloads, buffers, stop.Token);
        LinkManager links = new(options, plan, chain, inbox, payloads, silo.Sent, silo.Received, board, silo.Time, log);
        board.Restore(stored.History.Concat(exchanged.History));
        RoundJournal journal = new(plan, silo.Sent, silo.Time, stored.Record);
        NeighbourWorkshop exchange = new(silo.Worker, plan, Settings(), payloads, buffers, stop.Token);
        StatisticReplay replay = new(plan, state, buffers, workshop, stored.GivenAgain(plan.Phases));
        NeighbourRunner neighbours = new(plan, exchange, replay, store, state, payloads, silo.Disk, silo.Sent, silo.Time, stop.Token);
        neighbours.RoundOver += Closed;
        EpochRunner epochs = new(options, plan, chain, state, links, log);
        using EffectRunner effects = new(
            options, plan, inbox, links, payloads, state, workshop, journal, replay, neighbours, epochs, board, silo, stop.Token);
        Restore(stored, payloads, workshop);
        neighbours.Restore(exchanged);
        IRingSession session = plan.IsEntering
            ? new EntrySession(plan)
            : new RingSession(plan, stored.Restored with { Neighbours = exchanged.Restored });
        inbox.Post(new SessionStarted());
        Listen();
        Task[] helpers =
        [
            listener is null ? Task.CompletedTask : links.AcceptAsync(listener, stop.Token),
            TickAsync(stop.Token),
        ];
        foreach (int peer in plan.Neighbours)
        {
            links.OpenEdge(peer, stop.Token);
        }

        try
        {
            await LoopAsync(session, effects, links, stop.Token);
        }
        finally
        {
            silo.Disk.WritableChanged -= SayWritable;
            await stop.CancelAsync();
            await EndAsync(session, helpers, links, effects);
        }

        return Conclude(session);
    }

    /// <summary>To the operator's wishes, and to a disk that was in trouble before this session began.</summary>
    private void Listen()
    {
        silo.Disk.WritableChanged += SayWritable;
        if (silo.Disk.Trouble is not null)
        {
            SayWritable(isWritable: false);
        }

        silo.Leaves.Open(inbox);
        silo.Drafts.Open(inbox, options.Topology);
    }

    /// <summary>Each step whatever became of the one before: nothing may go on using what is disposed next.</summary>
    private async Task EndAsync(IRingSession session, Task[] helpers, LinkManager links, EffectRunner effects)
    {
        try
        {
            await Task.WhenAll([.. helpers, links.StopDiallingAsync()]);
        }
        finally
        {
            try
            {
                await links.CloseAllAsync(GoodbyeOf(session));
            }
            finally
            {
                await effects.DrainAsync();
            }
        }
    }

    private WireFault GoodbyeOf(IRingSession session) => session.End is { Ending: SessionEnding.NextEpoch, Next: var next }
        ? new WireFault(WireFaultCode.EpochEnded, $"epoch {plan.Epoch} is over at {options.Identity.Silo}: it goes on with topology {next}")
        : new WireFault(WireFaultCode.Stopping, $"{options.Identity.Silo} stops");

    private void SayWritable(bool isWritable)
    {
        inbox.Post(new DiskChanged(isWritable));
        if (silo.Disk.Trouble is { } trouble)
        {
            board.LastingAlarm(trouble.Kind, trouble.Sentence);
        }
        else
        {
            board.ClearAlarm(AlarmKind.StateUnwritable);
        }
    }

    private (StoredState Stored, StoredNeighbours Exchanged) Load(StateStore state, NeighbourStore store, PayloadStore payloads, PayloadBuffers buffers)
    {
        StoredState stored = new StateLoader(state, plan, chain.Drafts, payloads, buffers).Load();
        StoredNeighbours exchanged = store.Load(buffers);
        foreach (string path in stored.Damaged.Concat(exchanged.Damaged))
        {
            log.Damaged(path);
            board.LastingAlarm(AlarmKind.StateDamaged, $"{path} is torn or altered and was not used");
        }

        int closed = exchanged.Merge?.Result.Round ?? stored.Restored.Closed;
        if (closed >= 0)
        {
            log.Resumed(closed, options.StateDirectory);
        }

        return (stored, exchanged);
    }

    private void Closed(RoundRecord record)
    {
        board.Closed(record);
        log.RoundClosed(record.Kind, record.Round, record.Seconds, record.AggregateDigest, record.Merged.Count, record.Missed.Count, record.BytesOutChunks);
    }

    private static void Restore(StoredState stored, PayloadStore payloads, RoundWorkshop workshop)
    {
        if (stored is { Record.Kind: RoundKind.Parameters, Result: { } item })
        {
            PayloadBuffer result = payloads.Hold(item);
            workshop.Restore(result);
            result.LetGo();
        }
    }

    /// <summary>Of the open round: it is said again when it still is so in the next.</summary>
    private void SayExceeded(string sentence)
    {
        log.BudgetExceeded(sentence);
        board.Alarm(AlarmKind.Other, sentence);
    }

    private WorkshopSettings Settings() => WorkshopSettings.Of(plan, options.Topology, options.ChunkBytes, options.Threads);

    private async Task LoopAsync(IRingSession session, EffectRunner runner, LinkManager links, CancellationToken stop)
    {
        List<RingEffect> effects = [];
        try
        {
            while (session.End is null && await inbox.Events.WaitToReadAsync(stop))
            {
                while (session.End is null && inbox.Events.TryRead(out RingEvent? happened))
                {
                    session.Step(happened, board.NowMs, effects);
                    effects.ForEach(runner.Perform);
                    effects.Clear();
                    if (happened is MessageArrived arrived)
                    {
                        links.Find(arrived.Link)?.Handled();
                    }
                }

                Publish(session);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Publish(session);
        }
    }

    private async Task TickAsync(CancellationToken stop)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(plan.Times.TickMs), silo.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                inbox.Post(new Tick());
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private void Publish(IRingSession session)
    {
        SessionSnapshot snapshot = session.Snapshot();
        bool moved = (snapshot.Phase, snapshot.Round, snapshot.Closed) != published;
        if (moved || session.End is not null || silo.Time.GetElapsedTime(publishedAt) >= StatusTime)
        {
            publishedAt = silo.Time.GetTimestamp();
            published = (snapshot.Phase, snapshot.Round, snapshot.Closed);
            publish(board.Compose(snapshot, session.End));
        }
    }

    private SessionEnd Conclude(IRingSession session)
    {
        SessionEnd end = session.End ?? new SessionEnd(SessionEnding.Stopped, session.Snapshot().Closed, null);
        if (end.Fault is { } fault)
        {
            log.Refused(fault.Code, fault.Sentence);
            board.LastingAlarm(AlarmKind.SessionRefused, fault.Sentence);
        }

        log.Ended(end.Ending, end.Closed < 0 ? "before the first round closed" : $"after round {end.Closed}");
        publish(board.Compose(session.Snapshot(), end));
        return end;
    }
}
