using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RingFed.Daemon.Status;

namespace RingFed.Daemon.Admin;

/// <summary>
/// The daemon's local door: HTTP over a Unix socket that only the service's user and group may open (0660). It answers
/// with state and takes no orders about patients or weights.
/// </summary>
internal static class AdminSocket
{
    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    public static void Map(IEndpointRouteBuilder endpoints, Func<DaemonStatus> status) =>
        endpoints.MapGet(AdminClient.StatusPath, async (HttpContext context) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(StatusJson.Serialize(status()), context.RequestAborted);
        });

    /// <summary>Narrows the socket's mode once the server has made it.</summary>
    public static void Protect(string socketPath)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(socketPath, SocketMode);
        }
    }

    /// <summary>Removes a socket that a killed daemon left; one that answers belongs to a daemon that runs on this state.</summary>
    /// <exception cref="Commands.CommandFailure">Another daemon answers.</exception>
    public static async Task RemoveStaleAsync(string socketPath, CancellationToken cancellationToken)
    {
        if (!File.Exists(socketPath))
        {
            return;
        }

        if (await AdminClient.TryGetStatusAsync(socketPath, cancellationToken) is { } other)
        {
            throw new Commands.CommandFailure(
                ExitCodes.Failure,
                $"another daemon (process {other.ProcessId}) already runs on this state directory: stop it, or give this one its own 'state' in silo.yaml");
        }

        File.Delete(socketPath);
    }
}
