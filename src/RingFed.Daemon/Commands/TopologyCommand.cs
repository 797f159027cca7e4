using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Federation.Aggregation;
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

/// <summary>What <c>topology check</c> prints.</summary>
/// <param name="StopsSurvived">Silos that may be unreachable at once once rounds close by quorum.</param>
internal sealed record TopologyReport(
    string Federation,
    int Epoch,
    string Digest,
    IReadOnlyList<string> Ring,
    int Byzantine,
    string Rule,
    string RuleLabel,
    int QuorumVotes,
    int StopsSurvived)
{
    public static TopologyReport Of(FederationTopology topology)
    {
        AggregationRule rule = AggregationRules.Resolve(topology.Aggregation.Rule, topology.Silos.Count, topology.Byzantine);
        return new TopologyReport(
            topology.Federation,
            topology.Epoch,
            topology.DigestText,
            [.. topology.Silos.Select(silo => silo.Id)],
            topology.Byzantine,
            rule.Name,
            rule.Label,
            topology.Quorum.Votes,
            topology.Quorum.SurvivableStops);
    }

    public string Render() => $"""
        {Federation}, epoch {Epoch}, {Digest}
        ring: {string.Join(" -> ", Ring)} -> {Ring[0]}
        rule: {RuleLabel}
        quorum: {QuorumVotes} of {Ring.Count} votes (f = {Byzantine}). A round of this version waits for every silo;
                with rounds that close by quorum the ring will survive {StopsSurvived} unreachable silo(s).
        """;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(TopologyReport))]
internal sealed partial class TopologyJsonContext : JsonSerializerContext;
