using System.Net.Sockets;
using RingFed.Daemon.Status;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Admin;

/// <summary>Asks a daemon on this machine through its Unix socket.</summary>
internal static class AdminClient
{
    public const string StatusPath = "/status.json";

    public const string LeavePath = "/leave";

    private static readonly TimeSpan StatusTimeMax = TimeSpan.FromSeconds(5);

    /// <summary>The wish goes through to the disk first, which may be busy.</summary>
    private static readonly TimeSpan LeaveTimeMax = TimeSpan.FromSeconds(30);

    /// <summary>The daemon's status, or null when nobody answers on the socket.</summary>
    public static Task<DaemonStatus?> TryGetStatusAsync(string socketPath, CancellationToken cancellationToken) => TryAsync(
        socketPath,
        StatusTimeMax,
        async client => StatusJson.Deserialize(await client.GetByteArrayAsync(StatusPath, cancellationToken)),
        cancellationToken);

    /// <summary>What becomes of the wish to leave, or null when nobody answers on the socket: then it may have been heard or not.</summary>
    public static Task<LeaveAnswer?> TryAskToLeaveAsync(string socketPath, CancellationToken cancellationToken) => TryAsync(
        socketPath,
        LeaveTimeMax,
        async client =>
        {
            using HttpResponseMessage response = await client.PostAsync(LeavePath, null, cancellationToken);
            response.EnsureSuccessStatusCode();
            return StatusJson.DeserializeLeaveAnswer(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        },
        cancellationToken);

    private static async Task<TAnswer?> TryAsync<TAnswer>(
        string socketPath, TimeSpan timeMax, Func<HttpClient, Task<TAnswer?>> ask, CancellationToken cancellationToken)
        where TAnswer : class
    {
        using HttpClient client = Connect(socketPath, timeMax);
        try
        {
            return await ask(client);
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

    private static HttpClient Connect(string socketPath, TimeSpan timeMax) => new(new SocketsHttpHandler
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
        Timeout = timeMax,
    };
}
