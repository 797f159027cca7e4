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

    /// <summary>Removes the socket that a killed daemon left. The caller holds the state directory's lock.</summary>
    public static void RemoveStale(string socketPath) => File.Delete(socketPath);
}
