using System.Net;
using System.Net.Sockets;
using RingFed.Federation.Identity;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Wire.Fuzzing;

/// <summary>
/// Stands in for a silo towards the one that dials it, and for that one towards the silo, with the keys of both: what
/// passes is what two real daemons say to each other inside TLS.
/// </summary>
internal sealed class RecordingTap : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> links = [];
    private readonly List<MemoryStream> recordings = [];
    private readonly Lock guard = new();
    private Task accepting = Task.CompletedTask;

    public RecordingTap() => listener.Start();

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Bytes of each direction of each connection so far, each from its first frame after the admissions.</summary>
    public IReadOnlyList<byte[]> Recordings
    {
        get
        {
            lock (guard)
            {
                return [.. recordings.Select(recording => recording.ToArray())];
            }
        }
    }

    /// <param name="silo">The one stood in for, who listens at this port.</param>
    /// <param name="dialler">The one who is told this tap's port.</param>
    public void Start(SiloIdentity silo, int port, SiloIdentity dialler) => accepting = AcceptAsync(silo, port, dialler);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        await Task.WhenAll(links);
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync(SiloIdentity silo, int port, SiloIdentity dialler)
    {
        TlsAcceptor acceptor = new(TimeProvider.System);
        TlsConnector connector = new(TimeProvider.System);
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptSocketAsync(stop.Token);
                links.Add(RelayAsync(
                    await acceptor.AcceptAsync(socket, [dialler.Silo], silo, stop.Token),
                    await connector.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), [silo.Silo], dialler, stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task RelayAsync(TlsOutcome near, TlsOutcome far)
    {
        if (near.Link is { } dialled && far.Link is { } answered)
        {
            await Task.WhenAny(CopyAsync(dialled.Stream, answered.Stream), CopyAsync(answered.Stream, dialled.Stream));
        }

        await (near.Link?.DisposeAsync() ?? default);
        await (far.Link?.DisposeAsync() ?? default);
    }

    private async Task CopyAsync(Stream from, Stream to)
    {
        MemoryStream recording = new();
        lock (guard)
        {
            recordings.Add(recording);
        }

        byte[] buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, stop.Token)) > 0;)
            {
                lock (guard)
                {
                    recording.Write(buffer, 0, read);
                }

                await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }
}
