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
        InputFailures failures = new();
        SiloSettings? settings = failures.Take(SiloFile.Load(siloFile));
        failures.ThrowIfAny();
        SiloState state = new(settings!.StateDirectory);
        return await AdminClient.TryGetStatusAsync(state.AdminSocket, cancellationToken)
            ?? throw new CommandFailure(
                ExitCodes.Unreachable,
                $"no daemon answers on {state.AdminSocket}: start it with 'ringfed run --config {siloFile}', or run this as its user");
    }
}
