using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport.Neighbour;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// Runs a silo's session on real sockets, disk and clock: one event loop steps the pure core and hands its effects on.
/// Returns when all rounds are closed here and at both neighbours, when stopped, or when the session refuses to go on.
/// </summary>
public sealed class SessionDriver
{
    /// <summary>Between two status values when nothing but counts has changed.</summary>
    private static readonly TimeSpan StatusTime = TimeSpan.FromMilliseconds(200);

    private readonly SessionOptions options;
    private readonly IRoundWorker worker;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly SessionPlan plan;
    private readonly StatusBoard board;
    private readonly TrafficMeter sent = new();
    private readonly TrafficMeter received = new();
    private readonly SessionInbox inbox = new();
    private readonly PatientDisk disk;
    private readonly LeaveRequests leaves;
    private long publishedAt;

    /// <param name="disk">Shared with whoever else writes for this silo, the worker first.</param>
    /// <exception cref="ArgumentException">The identity's silo is not in the roster.</exception>
    public SessionDriver(SessionOptions options, IRoundWorker worker, PatientDisk disk, TimeProvider time, ILogger<SessionDriver> log)
    {
        (this.options, this.worker, this.disk, this.time, this.log) = (options, worker, disk, time, log);
        leaves = new LeaveRequests(inbox);
        plan = options.PlanWith(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        IdentityStatus identity = new(options.Identity.NotAfter, options.Identity.Revocations?.NextUpdate);
        board = new StatusBoard(plan, MergeRule.Of(options.Topology), identity, sent, received, time);
        Status = board.Compose(new SessionSnapshot(-1, 0, SessionPhase.Working, []), null);
    }

    /// <summary>The newest status; replaced as a whole, at least once a second.</summary>
    public SessionStatus Status { get; private set; }

    /// <summary>Port on which the ring is listened for; null before, and for a silo that only dials.</summary>
    public int? BoundPort { get; private set; }

    /// <summary>Raised on the event loop with each new <see cref="Status"/>; handlers must be quick.</summary>
    public event Action<SessionStatus>? StatusChanged;

    /// <summary>
    /// The operator wants this silo to leave the ring. Answered once the wish is on the disk; what follows is in
    /// <see cref="SessionStatus.Leave"/>. Before <see cref="RunAsync"/> it waits for the session.
    /// </summary>
    public Task<LeaveAnswer> AskToLeaveAsync() => leaves.AskAsync();

    /// <summary>Runs once, to the end.</summary>
    /// <exception cref="ListenException">The port cannot be had.</exception>
    /// <exception cref="IOException">
    /// The state directory cannot be read; as <see cref="StateInUseException"/> when another process has it, as
    /// <see cref="DamagedStateException"/> when what was signed cannot be known any more.
    /// </exception>
    /// <exception cref="ForeignStateException">The state directory belongs to another topology.</exception>
    public async Task<SessionEnd> RunAsync(CancellationToken cancellationToken)
    {
        Socket? listener = Listen();
        StateOwner owner = new(plan.Federation, plan.Epoch, plan.Topology);
        StateStore state = new(options.StateDirectory, owner);
        NeighbourStore store = new(options.StateDirectory, owner);
        (IDisposable taken, StoredState stored, StoredNeighbours exchanged) = Load(state, store, listener);
        using IDisposable _ = taken;

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        PayloadStore payloads = new();
        using RoundWorkshop workshop = new(worker, WorkshopSettings(), payloads, stop.Token);
        LinkManager links = new(options, plan, inbox, payloads, sent, received, board, time, log);
        board.Restore(stored.History.Concat(exchanged.History));
        RoundJournal journal = new(plan, sent, time, stored.Record);
        NeighbourWorkshop exchange = new(worker, plan, WorkshopSettings(), payloads, stop.Token);
        NeighbourRunner neighbours = new(plan, exchange, store, state, payloads, disk, sent, time, stop.Token);
        neighbours.RoundOver += Closed;
        using EffectRunner effects = new(
            options, plan, inbox, links, payloads, state, workshop, journal, neighbours, board, disk, leaves, log, stop.Token);
        Restore(stored, payloads, workshop);
        neighbours.Restore(exchanged);
        RingSession session = new(plan, stored.Restored with { Neighbours = exchanged.Restored });
        disk.WritableChanged += SayWritable;
        inbox.Post(new SessionStarted());
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
            disk.WritableChanged -= SayWritable;
            await stop.CancelAsync();
            await EndAsync(helpers, links, effects);
            leaves.Close();
        }

        return Conclude(session);
    }

    /// <summary>Each step whatever became of the one before: nothing may go on using what is disposed next.</summary>
    private async Task EndAsync(Task[] helpers, LinkManager links, EffectRunner effects)
    {
        try
        {
            await Task.WhenAll([.. helpers, links.StopDiallingAsync()]);
        }
        finally
        {
            try
            {
                await links.CloseAllAsync(new WireFault(WireFaultCode.Stopping, $"{options.Identity.Silo} stops"));
            }
            finally
            {
                await effects.DrainAsync();
            }
        }
    }

    private void SayWritable(bool isWritable)
    {
        inbox.Post(new DiskChanged(isWritable));
        if (disk.Trouble is { } trouble)
        {
            board.LastingAlarm(trouble.Kind, trouble.Sentence);
        }
        else
        {
            board.ClearAlarm(AlarmKind.StateUnwritable);
        }
    }

    private Socket? Listen()
    {
        if (options.Topology.Silos[plan.Self] is not { AcceptsConnections: true } self)
        {
            options.Listener?.Dispose();
            log.DialsOnly(options.Identity.Silo, plan.Topology.ToString());
            return null;
        }

        Socket listener = options.Listener ?? RingListener.Open(options.Listen ?? RingListener.AnyAddress(self.Address.Port));
        BoundPort = ((IPEndPoint)listener.LocalEndPoint!).Port;
        log.Listening(options.Identity.Silo, listener.LocalEndPoint.ToString()!, plan.Topology.ToString());
        return listener;
    }

    private (IDisposable Taken, StoredState Stored, StoredNeighbours Exchanged) Load(StateStore state, NeighbourStore store, Socket? listener)
    {
        IDisposable? taken = null;
        try
        {
            taken = state.Take();
            StoredState stored = new StateLoader(state, plan).Load();
            StoredNeighbours exchanged = store.Load();
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

            return (taken, stored, exchanged);
        }
        catch
        {
            taken?.Dispose();
            listener?.Dispose();
            throw;
        }
    }

    private void Closed(RoundRecord record)
    {
        board.Closed(record);
        log.RoundClosed(record.Kind, record.Round, record.Seconds, record.AggregateDigest, record.Merged.Count, record.Missed.Count, record.BytesOutChunks);
    }

    private void Restore(StoredState stored, PayloadStore payloads, RoundWorkshop workshop)
    {
        foreach ((ItemId item, (byte[] bytes, MerkleTree tree)) in stored.Items)
        {
            payloads.Add(item, bytes, tree);
        }

        if (stored.Record is { Kind: RoundKind.Parameters })
        {
            workshop.Restore(stored.Result);
        }
    }

    private WorkshopSettings WorkshopSettings() => new(
        [.. plan.Roster],
        PayloadCodec.ByName(options.Topology.Exchange.Codec == UpdateCodec.Float32 ? "float32" : "bfloat16"),
        options.ChunkBytes,
        options.Topology.Aggregation.Rule,
        options.Topology.Byzantine,
        options.Threads);

    private async Task LoopAsync(RingSession session, EffectRunner runner, LinkManager links, CancellationToken stop)
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
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(plan.Times.TickMs), time);
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

    private void Publish(RingSession session)
    {
        SessionSnapshot snapshot = session.Snapshot();
        bool moved = (snapshot.Phase, snapshot.Round, snapshot.Closed) != (Status.Phase, Status.Round, Status.Closed);
        if (moved || session.End is not null || time.GetElapsedTime(publishedAt) >= StatusTime)
        {
            publishedAt = time.GetTimestamp();
            Publish(board.Compose(snapshot, session.End));
        }
    }

    private void Publish(SessionStatus status)
    {
        Status = status;
        StatusChanged?.Invoke(status);
    }

    private SessionEnd Conclude(RingSession session)
    {
        SessionEnd end = session.End ?? new SessionEnd(SessionEnding.Stopped, session.Snapshot().Closed, null);
        if (end.Fault is { } fault)
        {
            log.Refused(fault.Code, fault.Sentence);
            board.LastingAlarm(AlarmKind.SessionRefused, fault.Sentence);
        }

        log.Ended(end.Ending, end.Closed < 0 ? "before the first round closed" : $"after round {end.Closed}");
        Publish(board.Compose(session.Snapshot(), end));
        return end;
    }
}
