using System.CommandLine;
using System.Text.Json;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed topology check</c>: every fault at once, and what the agreed ring can and cannot survive.</summary>
internal static class TopologyCommand
{
    public static Command Create()
    {
        Command command = new("topology", "The file all silos agree on.");
        command.Subcommands.Add(CreateCheck());
        return command;
    }

    private static Command CreateCheck()
    {
        Argument<FileInfo> file = new("file") { Description = "The topology file." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("check", "List every fault of a topology file; without faults, say what its ring survives.") { file, json };
        command.SetAction(parsed =>
        {
            InputFailures failures = new();
            FederationTopology? topology = failures.Take(TopologyFile.Load(parsed.GetValue(file)!.FullName));
            failures.ThrowIfAny();
            TopologyReport report = TopologyReport.Of(topology!);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, TopologyJsonContext.Default.TopologyReport)
                : report.Render().TrimEnd());
            return ExitCodes.Success;
        });
        return command;
    }
}
