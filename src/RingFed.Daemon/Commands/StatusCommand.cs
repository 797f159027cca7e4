using System.CommandLine;
using System.Text;
using RingFed.Daemon.Admin;
using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Training;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed status</c>: which round, who is awaited, since when, why, what happens next and when.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Option<bool> json = CommonOptions.Json();
        Option<bool> check = new("--check")
        {
            Description = "For monitors: exit code 0 when all is well, 1 for a warning, 2 for something critical; 4 when no daemon answers.",
        };
        Command command = new(
            "status", "Ask the daemon on this machine: which round, who is awaited, since when, why, what happens next, and what is wrong.")
        {
            silo, json, check,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DaemonStatus status = await AskAsync(parsed.GetValue(silo)!.FullName, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json)
                ? Encoding.UTF8.GetString(StatusJson.Serialize(status))
                : StatusText.Render(status).TrimEnd());
            return parsed.GetValue(check) ? HealthReport.ExitCodeOf(status.Health) : ExitCodes.Success;
        });
        return command;
    }

    /// <exception cref="CommandFailure">The silo file is wrong, or no daemon answers.</exception>
    public static async Task<DaemonStatus> AskAsync(string siloFile, CancellationToken cancellationToken)
    {
        string socket = SocketOf(siloFile);
        return await AdminClient.TryGetStatusAsync(socket, cancellationToken)
            ?? throw new CommandFailure(
                ExitCodes.Unreachable, $"no daemon answers on {socket}: start it with 'ringfed run --config {siloFile}', or run this as its user");
    }

    /// <exception cref="CommandFailure">The silo file is wrong.</exception>
    public static string SocketOf(string siloFile) => StateOf(siloFile).AdminSocket;

    /// <exception cref="CommandFailure">The silo file is wrong.</exception>
    public static SiloState StateOf(string siloFile)
    {
        InputFailures failures = new();
        SiloSettings? settings = failures.Take(SiloFile.Load(siloFile));
        failures.ThrowIfAny();
        return new SiloState(settings!.StateDirectory);
    }
}
