using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RingFed.Daemon.Status;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Admin;

/// <summary>
/// The daemon's local door: HTTP over a Unix socket that only the service's user and group may open (0660). It answers
/// with state and takes one order, to leave the ring, which concerns this silo alone; none about patients or weights.
/// </summary>
internal static class AdminSocket
{
    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <param name="leave">Answers when the wish to leave is on the disk, or refused.</param>
    public static void Map(IEndpointRouteBuilder endpoints, Func<DaemonStatus> status, Func<Task<LeaveAnswer>> leave)
    {
        endpoints.MapGet(AdminClient.StatusPath, async (HttpContext context) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(StatusJson.Serialize(status()), context.RequestAborted);
        });
        endpoints.MapPost(AdminClient.LeavePath, async (HttpContext context) =>
        {
            LeaveAnswer answer = await leave().WaitAsync(context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(StatusJson.Serialize(answer), context.RequestAborted);
        });
    }

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
