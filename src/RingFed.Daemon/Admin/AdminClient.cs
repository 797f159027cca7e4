using System.Net.Sockets;
using RingFed.Daemon.Status;

namespace RingFed.Daemon.Admin;

/// <summary>Asks a daemon on this machine through its Unix socket.</summary>
internal static class AdminClient
{
    public const string StatusPath = "/status.json";

    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(5);

    /// <summary>The daemon's status, or null when nobody answers on the socket.</summary>
    public static async Task<DaemonStatus?> TryGetStatusAsync(string socketPath, CancellationToken cancellationToken)
    {
        using HttpClient client = new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), token);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        })
        {
            BaseAddress = new Uri("http://ringfed.local"),
            Timeout = AnswerTimeMax,
        };
        try
        {
            return StatusJson.Deserialize(await client.GetByteArrayAsync(StatusPath, cancellationToken));
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or ArgumentOutOfRangeException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
