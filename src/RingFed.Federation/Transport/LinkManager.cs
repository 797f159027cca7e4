using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RingFed.Federation.Identity;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport.Epochs;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// Connections to other silos: accepts all that the ring allows, dials those that the session wants whenever there is
/// none, runs each until it ends. Which of two connections of a pair stays is the session's business.
/// </summary>
internal sealed class LinkManager(
    SessionOptions options,
    SessionPlan plan,
    EpochChain chain,
    SessionInbox inbox,
    PayloadStore payloads,
    TrafficMeter sent,
    TrafficMeter received,
    StatusBoard board,
    TimeProvider time,
    ILogger log)
{
    /// <summary>A connection that lived shorter counts as a failed dial: something about it is refused.</summary>
    private static readonly TimeSpan LivedLong = TimeSpan.FromSeconds(5);

    /// <summary>Connections of one neighbour at a time. Honest ones have two while dials cross, and a dead one for a while.</summary>
    private const int LinksPerPeerMax = 4;

    private readonly ConcurrentDictionary<int, PeerLink> links = new();
    private readonly ConcurrentDictionary<int, Task> running = new();
    private readonly ConcurrentDictionary<int, Channel<bool>> changes = new();
    private readonly ConcurrentDictionary<int, Dialling> dialling = new();
    private readonly ConcurrentDictionary<Task, bool> givenUp = new();
    private readonly RingAdmittance admittance = new(plan);
    private readonly IReadOnlyDictionary<string, SpkiDigest> keys = chain.NewestKeys;
    private readonly IncomingGate gate = new(time, log);
    private readonly Lock admitting = new();
    private int ids;

    private sealed record Dialling(CancellationTokenSource Stop, Task Task);

    public PeerLink? Find(int id) => links.GetValueOrDefault(id);

    /// <summary>Admits neighbours that dial in, until stopped. The listener stays open.</summary>
    public async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        string[] allowed = [.. admittance.Silos, .. admittance.Former];
        TlsAcceptor acceptor = new(time, listedKey: keys.GetValueOrDefault, removal: admittance.Removal);
        ConcurrentDictionary<Task, bool> admissions = new();
        try
        {
            while (true)
            {
                if (await NextAsync(listener, stop) is not { } socket || !gate.Admits(socket))
                {
                    continue;
                }

                Task admission = AdmitAsync(acceptor, allowed, socket, stop);
                admissions[admission] = true;
                _ = admission.ContinueWith(done => admissions.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(admissions.Keys);
        }
    }

    /// <summary>Dials the silo from now on whenever there is no connection to it. Called by one thread, like <see cref="CloseEdge"/>.</summary>
    public void OpenEdge(int peer, CancellationToken stop)
    {
        if (!dialling.ContainsKey(peer))
        {
            CancellationTokenSource own = CancellationTokenSource.CreateLinkedTokenSource(stop);
            dialling[peer] = new Dialling(own, KeepDialledAsync(peer, own.Token));
        }
    }

    /// <summary>Dials it no longer; a connection that stands is the session's to close.</summary>
    public void CloseEdge(int peer)
    {
        if (dialling.TryRemove(peer, out Dialling? given))
        {
            Task end = EndAsync(given);
            givenUp[end] = true;
            _ = end.ContinueWith(done => givenUp.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    /// <summary>Ends when nothing is dialled any more; the token given to <see cref="OpenEdge"/> must have been cancelled.</summary>
    public Task StopDiallingAsync() => Task.WhenAll([.. dialling.Values.Select(EndAsync), .. givenUp.Keys]);

    private static async Task EndAsync(Dialling given)
    {
        await given.Stop.CancelAsync();
        await given.Task;
        given.Stop.Dispose();
    }

    // One that cannot be dialled will dial.
    private async Task KeepDialledAsync(int peer, CancellationToken stop)
    {
        if (!options.Topology.Silos[peer].AcceptsConnections)
        {
            return;
        }

        TlsConnector connector = new(time, listedKey: keys.GetValueOrDefault, proxy: options.Proxy);
        int failures = 0;
        try
        {
            while (true)
            {
                if (IsConnectedTo(peer))
                {
                    long since = time.GetTimestamp();
                    await ChangesOf(peer).Reader.ReadAsync(stop);
                    failures = time.GetElapsedTime(since) >= LivedLong ? 0 : failures;
                    continue;
                }

                TimeSpan delay = Backoff(failures++);
                await DialAsync(connector, peer, delay, stop);
                await Task.Delay(delay, time, stop);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>Says goodbye on every link and waits until all have ended.</summary>
    public async Task CloseAllAsync(WireFault fault)
    {
        foreach (PeerLink link in links.Values)
        {
            link.Close(fault);
        }

        await Task.WhenAll(running.Values);
    }

    // Whatever goes wrong with one dial, the neighbour is dialled again: a loop that ended would leave the ring open for good.
    private async Task DialAsync(TlsConnector connector, int peer, TimeSpan delay, CancellationToken stop)
    {
        SiloEntry silo = options.Topology.Silos[peer];
        string? why;
        WireFaultCode? code = null;
        try
        {
            TlsOutcome outcome = await connector.ConnectAsync(silo.Address!.ToEndPoint(), [silo.Id], options.Identity, stop);
            why = outcome.IsAuthenticated ? await TakeOverAsync(outcome.Link, outgoing: true) : outcome.Refusal.ToString();
            code = outcome.Refusal?.Fault.Code;
        }
        catch (Exception defect) when (defect is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.EffectFailed(defect, $"dialling {silo.Id}");
            why = $"a defect of this daemon: {defect.Message}";
        }

        if (why is not null && !stop.IsCancellationRequested)
        {
            board.LinkFault(peer, why, code);
            log.DialFailed(silo.Id, silo.Address!.ToString(), why, (long)delay.TotalMilliseconds);
        }
    }

    // A connection that was reset before it was accepted, or no file handle left, must not end the listening.
    private async Task<Socket?> NextAsync(Socket listener, CancellationToken stop)
    {
        try
        {
            return await listener.AcceptAsync(stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            gate.Refused("the listener", failure.Message);
            await Task.Delay(options.RedialMin, time, stop);
            return null;
        }
    }

    private async Task AdmitAsync(TlsAcceptor acceptor, string[] allowed, Socket socket, CancellationToken stop)
    {
        string from = "an unknown address";
        try
        {
            from = socket.RemoteEndPoint?.ToString() ?? from;
            TlsOutcome outcome = await acceptor.AcceptAsync(socket, allowed, options.Identity, stop);
            string? why = outcome.IsAuthenticated ? await TakeOverAsync(outcome.Link, outgoing: false) : outcome.Refusal.ToString();
            if (why is not null)
            {
                gate.Refused(from, why);
            }
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (!stop.IsCancellationRequested)
            {
                log.EffectFailed(failure, $"admitting {from}");
            }
        }
    }

    /// <returns>Why the connection is not wanted; null when it runs.</returns>
    private async Task<string?> TakeOverAsync(AuthenticatedStream authenticated, bool outgoing)
    {
        int peer = admittance.PlaceOf(authenticated.PeerSilo);
        WireFault? fault = outgoing ? null : gate.Judge(peer, authenticated.PeerSilo);
        if (fault is null && TryAdd(peer, outgoing, authenticated.Stream) is { } link)
        {
            running[link.Id] = RunAsync(link);
            return null;
        }

        fault ??= new WireFault(WireFaultCode.Busy, $"{authenticated.PeerSilo} has {LinksPerPeerMax} connections already");
        await authenticated.RefuseAsync(fault, time);
        return fault.ToString();
    }

    // Several handshakes of one silo may end at the same moment, and none may slip past the cap.
    private PeerLink? TryAdd(int peer, bool outgoing, Stream stream)
    {
        lock (admitting)
        {
            if (links.Values.Count(known => known.Peer == peer) >= LinksPerPeerMax)
            {
                return null;
            }

            PeerLink link = new(Interlocked.Increment(ref ids), peer, outgoing, plan.Protocol, stream, inbox, payloads, sent, received);
            return links[link.Id] = link;
        }
    }

    private async Task RunAsync(PeerLink link)
    {
        string peer = admittance.NameOf(link.Peer);
        log.LinkUp(link.Id, peer, link.Outgoing ? "outgoing" : "incoming");
        Show(link.Peer);
        inbox.Post(new LinkOpened(link.Id, link.Peer, link.Outgoing));
        LinkEnd end = await RunToEndAsync(link);
        links.TryRemove(link.Id, out _);
        inbox.Post(new LinkLost(link.Id, end.Why));
        log.LinkDown(link.Id, peer, end.Why);
        if (!IsConnectedTo(link.Peer))
        {
            board.LinkDown(link.Peer, end.Why, end.Code);
        }

        Show(link.Peer);
        link.Dispose();
        running.TryRemove(link.Id, out _);
        ChangesOf(link.Peer).Writer.TryWrite(true);
    }

    private async Task<LinkEnd> RunToEndAsync(PeerLink link)
    {
        try
        {
            return await link.RunAsync(time);
        }
        catch (Exception defect)
        {
            // One link's defect must not leave its neighbour without a successor: the link goes, and is dialled again.
            log.EffectFailed(defect, $"link {link.Id}");
            return LinkEnd.Broken($"a defect of this daemon: {defect.Message}");
        }
    }

    private void Show(int peer)
    {
        if (links.Values.Where(link => link.Peer == peer).MaxBy(link => link.Id) is { } newest)
        {
            board.LinkUp(peer, newest.Outgoing);
        }
    }

    private bool IsConnectedTo(int peer) => links.Values.Any(link => link.Peer == peer);

    private Channel<bool> ChangesOf(int peer) => changes.GetOrAdd(peer, _ => Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    /// <summary>Doubles with each failure; half of it at random, so that two silos do not cross their dials for ever.</summary>
    private TimeSpan Backoff(int failures)
    {
        double full = Math.Min(options.RedialMin.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 20)), options.RedialMax.TotalMilliseconds);
        return TimeSpan.FromMilliseconds((full / 2) + RandomNumberGenerator.GetInt32((int)(full / 2) + 1));
    }
}
