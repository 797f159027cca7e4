using Microsoft.Extensions.Logging;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Hosting;

/// <summary>Log events of the host, ids 4001 to 4099; 4000 was an event that is gone and stays unused.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(4021, LogLevel.Information, "{Reason}")]
    public static partial void ModelChosen(this ILogger logger, string reason);

    [LoggerMessage(4001, LogLevel.Information, "The last round, {Round}, is closed; {TookPart}")]
    public static partial void SessionCompleted(this ILogger logger, int round, string tookPart);

    [LoggerMessage(4020, LogLevel.Warning, "The last round, {Round}, is closed, but not every silo took part in all: {TookPart}")]
    public static partial void SessionCompletedInPart(this ILogger logger, int round, string tookPart);

    [LoggerMessage(4009, LogLevel.Information, "Round {Round} closed with the next epoch, {Topology}, in which this silo is no member: it has nothing more to do in this ring; {TookPart}")]
    public static partial void SessionRemoved(this ILogger logger, int round, string topology, string tookPart);

    [LoggerMessage(4002, LogLevel.Information, "Stopped in order after {Rounds} closed rounds; a restart goes on from here")]
    public static partial void SessionStopped(this ILogger logger, int rounds);

    [LoggerMessage(4003, LogLevel.Critical, "Session refused ({Code}): {Reason}")]
    public static partial void SessionRefused(this ILogger logger, SessionFaultCode code, string reason);

    [LoggerMessage(4005, LogLevel.Critical, "The session met a defect of its own and ended; please report this")]
    public static partial void SessionBroken(this ILogger logger, Exception defect);

    [LoggerMessage(4006, LogLevel.Information, "List {Number} of revoked certificates is in force, with {Count} on it")]
    public static partial void RevocationsInForce(this ILogger logger, string number, int count);

    [LoggerMessage(4007, LogLevel.Warning, "The list of revoked certificates is overdue since {Due:yyyy-MM-dd} and stays in force: ask the authority for its newest")]
    public static partial void RevocationsOverdue(this ILogger logger, DateTimeOffset due);

    [LoggerMessage(4008, LogLevel.Warning, "{Notice}")]
    public static partial void RevocationsOutdated(this ILogger logger, string notice);

    [LoggerMessage(4004, LogLevel.Critical, "The session could not start: {Reason}")]
    public static partial void SessionNotStarted(this ILogger logger, string reason);
}
