using System.CommandLine;
using RingFed.Daemon.Hosting;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed run</c>: the daemon.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Option<bool> untilComplete = new("--until-complete") { Description = "End with exit code 0 once all rounds are closed, instead of staying up." };
        Option<int> threads = new("--threads")
        {
            Description = "Threads for training and aggregation; 0 takes all cores.",
            DefaultValueFactory = _ => 0,
        };
        Option<string> log = new("--log") { Description = "Log lines as text or as JSON.", DefaultValueFactory = _ => "text" };
        log.AcceptOnlyFromAmong("text", "json");
        Option<double?> suspicion = new("--suspicion-seconds")
        {
            Description = "From a neighbour's last sign of life to the suspicion that it is gone, 0.1 to 3600; the ring's other waiting times go with it. "
                + "Without it, 20. The same at every silo is best, but nothing depends on it.",
        };
        Command command = new("run", "Run this silo's daemon until it is stopped (SIGTERM stops it in order).") { silo, untilComplete, threads, log, suspicion };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DaemonOptions options = new(parsed.GetValue(untilComplete), ThreadsOf(parsed.GetValue(threads)), parsed.GetValue(log) == "json")
            {
                Suspicion = SuspicionOf(parsed.GetValue(suspicion)),
            };
            SiloSetup setup = SiloSetup.Load(parsed.GetValue(silo)!.FullName);
            return await DaemonHost.RunAsync(setup, options, cancellationToken);
        });
        return command;
    }

    private static int ThreadsOf(int asked) => asked switch
    {
        0 => Environment.ProcessorCount,
        > 0 => asked,
        _ => throw new CommandFailure(ExitCodes.BadInput, $"--threads {asked}: write 0 for all cores, or a number of threads"),
    };

    private static TimeSpan? SuspicionOf(double? seconds) => seconds switch
    {
        null => null,
        >= 0.1 and <= 3600 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new CommandFailure(ExitCodes.BadInput, $"--suspicion-seconds {seconds}: write 0.1 to 3600"),
    };
}
