using System.CommandLine;
using System.Text.Json;
using RingFed.Daemon.Status;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Commands;

/// <summary>
/// <c>ringfed topology</c>: what the agreed ring can and cannot survive, and how the silos agree on the next one.
/// </summary>
internal static class TopologyCommand
{
    public static Command Create()
    {
        Command command = new("topology", "The file all silos agree on, and how they agree on the next one while the ring runs.");
        command.Subcommands.Add(CreateCheck());
        command.Subcommands.Add(CreateNext());
        command.Subcommands.Add(TopologySignCommand.Create());
        command.Subcommands.Add(TopologyDraftsCommand.Create());
        return command;
    }

    private static Command CreateCheck()
    {
        Argument<FileInfo> file = new("file") { Description = "The topology file." };
        Option<FileInfo?> after = new("--after")
        {
            Description = "The running epoch's file: also check that this one may follow it, and say what it changes.",
        };
        Option<bool> json = CommonOptions.Json();
        Command command = new("check", "List every fault of a topology file; without faults, say what its ring survives.") { file, after, json };
        command.SetAction(parsed =>
        {
            TopologyReport report = Check(parsed.GetValue(file)!.FullName, parsed.GetValue(after)?.FullName);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, TopologyJsonContext.Default.TopologyReport)
                : report.Render().TrimEnd());
            return ExitCodes.Success;
        });
        return command;
    }

    private static TopologyReport Check(string file, string? after)
    {
        InputFailures failures = new();
        FederationTopology? topology = failures.Take(TopologyFile.Load(file));
        FederationTopology? current = after is null ? null : failures.Take(TopologyFile.Load(after));
        if (topology is not null && current is not null)
        {
            failures.Take(TopologyDraft.Load(file, current));
        }

        failures.ThrowIfAny();
        return TopologyReport.Of(topology!) with
        {
            After = current is null ? null : new StepReport(
                current.Epoch, current.DigestText, TopologyChanges.Between(current, topology!), [.. StrandedSilos.Of(current, topology!)]),
        };
    }

    private static Command CreateNext()
    {
        Argument<FileInfo?> file = new("current")
        {
            Description = "The running epoch's file; left out: the one in this silo's state directory.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Command command = new(
            "next",
            "Print the file to write the next epoch in: this one with its comments, the epoch raised by one and 'previous' filled in. "
            + "Redirect it to a file, change what is to change, and hand that to 'ringfed topology sign'.")
        {
            file, silo,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)?.FullName ?? RunningTopologyOf(parsed.GetValue(silo)!.FullName);
            InputFailures failures = new();
            FederationTopology? current = failures.Take(TopologyFile.Load(path));
            string? next = current is null ? null : failures.Try(() => NextEpochText.Of(File.ReadAllText(path), current));
            failures.ThrowIfAny();
            parsed.InvocationConfiguration.Output.Write(next);
            return ExitCodes.Success;
        });
        return command;
    }

    private static string RunningTopologyOf(string siloFile)
    {
        string path = StatusCommand.StateOf(siloFile).RunningTopology;
        return File.Exists(path) ? path : throw new CommandFailure(
            ExitCodes.BadInput, $"{path} is not there, because no daemon has run on this state directory yet: name the running epoch's file");
    }
}
