using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RingFed.Daemon.Status;
using RingFed.Federation.Messages;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Daemon.Admin;

/// <summary>
/// The daemon's local door: HTTP over a Unix socket that only the service's user and group may open (0660). It answers
/// with state and takes two orders, to leave the ring and to sign a draft of the next epoch, which commit this silo alone;
/// none about patients or weights.
/// </summary>
internal static class AdminSocket
{
    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    public static void Map(IEndpointRouteBuilder endpoints, AdminOrders orders)
    {
        endpoints.MapGet(AdminClient.StatusPath, (HttpContext context) => AnswerAsync(context, StatusJson.Serialize(orders.Status())));
        endpoints.MapPost(AdminClient.LeavePath, async (HttpContext context) =>
            await AnswerAsync(context, StatusJson.Serialize(await orders.Leave().WaitAsync(context.RequestAborted))));
        endpoints.MapPost(AdminClient.DraftsPath, async (HttpContext context) =>
        {
            if (await ReadTextAsync(context) is not { } text)
            {
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }

            await AnswerAsync(context, StatusJson.Serialize(await orders.SignText(text).WaitAsync(context.RequestAborted)));
        });
        endpoints.MapPost($"{AdminClient.DraftsPath}/{{topology}}", async (HttpContext context) =>
        {
            if (TopologyOf(context) is { } draft)
            {
                await AnswerAsync(context, StatusJson.Serialize(await orders.SignDraft(draft).WaitAsync(context.RequestAborted)));
            }
        });
        endpoints.MapGet($"{AdminClient.TopologiesPath}/{{topology}}", async (HttpContext context) =>
        {
            if (TopologyOf(context) is not { } topology)
            {
                return;
            }

            if (orders.Topology(topology) is { } text)
            {
                context.Response.ContentType = "text/plain; charset=utf-8";
                await context.Response.WriteAsync(text, context.RequestAborted);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
    }

    private static async Task AnswerAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    /// <returns>Null when it is longer than any draft may be.</returns>
    private static async Task<string?> ReadTextAsync(HttpContext context)
    {
        byte[] bytes = new byte[WireCaps.TopologyTextBytesMax + 1];
        int length = await context.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length <= WireCaps.TopologyTextBytesMax ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    /// <returns>Null after an answer that it is no digest.</returns>
    private static Digest? TopologyOf(HttpContext context)
    {
        Digest? topology = TopologyDigest.Parse(context.Request.RouteValues["topology"] as string ?? "");
        if (topology is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return topology;
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
