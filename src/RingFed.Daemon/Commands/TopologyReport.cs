using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using RingFed.Daemon.Status;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Masking;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Commands;

/// <summary>What <c>topology check</c> prints: the ring, what it survives, and who must be able to connect to whom.</summary>
/// <param name="MinOrigins">Fewest updates that a round merges.</param>
/// <param name="Survives">The same exchange with more and fewer silos, this file's row among them.</param>
/// <param name="OtherLiars">This roster with every other f that it could hold.</param>
internal sealed record TopologyReport(
    string Federation,
    int Epoch,
    string Digest,
    IReadOnlyList<string> Ring,
    string Exchange,
    int Byzantine,
    string Rule,
    string RuleLabel,
    bool ByzantineRobust,
    int QuorumVotes,
    int StopsSurvived,
    int MinOrigins,
    IReadOnlyList<SurvivalRow> Survives,
    IReadOnlyList<SurvivalRow> OtherLiars,
    IReadOnlyList<SiloEdges> Edges)
{
    /// <summary>Rows show at least the rings up to this size.</summary>
    private const int SmallRings = 8;

    /// <summary>Rows around the file's own ring, when that is larger.</summary>
    private const int RowsBefore = 6;

    /// <summary>Every f of a roster of 128 would be 43 rows, of which nobody chooses the last.</summary>
    private const int OtherLiarsMax = 8;

    /// <summary>Digest of the epoch before, as the file names it; null in the founding epoch.</summary>
    public string? Previous { get; init; }

    /// <summary>How the numbers of an update are written.</summary>
    public required string Codec { get; init; }

    /// <summary>How much a silo trains in a round, in words.</summary>
    public required string LocalWork { get; init; }

    /// <summary>The step from the running epoch; null unless that was given.</summary>
    public StepReport? After { get; init; }

    public static TopologyReport Of(FederationTopology topology)
    {
        int silos = topology.Silos.Count;
        MergeRule rule = MergeRule.Of(topology);
        int first = Math.Max(MaskingCaps.ContributorsMin, Math.Max(silos, SmallRings) - RowsBefore);
        return new TopologyReport(
            topology.Federation,
            topology.Epoch,
            topology.DigestText,
            [.. topology.Silos.Select(silo => silo.Id)],
            ExchangeKinds.Of(topology.Exchange.Kind),
            topology.Byzantine,
            rule.Name,
            rule.Label,
            rule.IsByzantineRobust,
            topology.Quorum.Votes,
            topology.Quorum.SurvivableStops,
            topology.Quorum.Votes,
            [.. Enumerable.Range(first, Math.Max(silos, SmallRings) - first + 1).Select(n => SurvivalRow.Of(topology, new Quorum(n, LiarsOf(topology, n))))],
            [.. Quorum.Table(silos).Where(quorum => quorum.Byzantine != topology.Byzantine).Take(OtherLiarsMax).Select(quorum => SurvivalRow.Of(topology, quorum))],
            [.. topology.Silos.Select((_, silo) => SiloEdges.Of(topology, silo))])
        {
            Codec = topology.Exchange.Codec.ToString().ToLowerInvariant(),
            LocalWork = WordsOf(topology.Exchange.LocalWork),
            Previous = topology.Previous is { } previous ? TopologyDigest.TextOf(previous) : null,
        };
    }

    public string Render()
    {
        StringBuilder text = new();
        text.AppendLine($"{Federation}, epoch {Epoch}, {Digest}");
        if (Previous is not null)
        {
            text.AppendLine($"follows {Previous}");
        }

        After?.Append(text);
        text.AppendLine($"ring: {string.Join(" -> ", Ring)} -> {Ring[0]}");
        text.AppendLine($"rule: {RuleLabel}");
        if (Exchange == ExchangeKinds.Of(ExchangeKind.Neighbour))
        {
            text.AppendLine("exchange: parameter rounds go to both neighbours only and close at each silo for itself; quorum and table are about the statistic rounds before them");
        }

        text.AppendLine($"local work of a round: {LocalWork}");
        text.AppendLine(Exchange switch
        {
            "isolated" => "exchange: nothing of patients or parameters leaves a silo; rounds carry one byte and keep the silos in step",
            "sharing" => "exchange: the silo that scores best on patients held out gives synthetic rows to all, which no privacy mechanism protects; no parameters leave a silo",
            "masked-sum" => "parameters travel masked, 16 bytes each, whatever the codec; every silo of the first sum is needed to the end, and no epoch follows",
            _ => $"updates travel as {Codec}",
        });
        text.AppendLine($"quorum: {QuorumVotes} of {Ring.Count} votes close a round (f = {Byzantine}), and it merges {MinOrigins} updates or more");
        text.AppendLine(Exchange == "masked-sum"
            ? $"rounds close with {Stops(StopsSurvived)}, but the fit survives the loss of none that is in its first sum; {Lies()}"
            : $"survives {Stops(StopsSurvived)}; {Lies()}");
        text.AppendLine();
        AppendRows(text);
        text.AppendLine("one stop, or two side by side, are bypassed; where three or more side by side are off, the ring goes on the other way round");
        text.AppendLine();
        text.AppendLine("connections, which either end may dial: always | only over silos that cannot be reached");
        foreach (SiloEdges silo in Edges)
        {
            text.AppendLine($"  {silo.Silo}{(silo.IsDialled ? "" : " (opens no port, dials only)")}: {string.Join(", ", silo.Always)} | {(silo.Bypass.Count == 0 ? "none" : string.Join(", ", silo.Bypass))}");
        }

        return text.ToString();
    }

    private string Lies() => (Exchange, ByzantineRobust) switch
    {
        ("isolated", _) => "no silo can harm another's model",
        (_, true) => $"{Byzantine} of them may even lie",
        _ => "no silo may lie: not Byzantine-robust",
    };

    private void AppendRows(StringBuilder text)
    {
        text.AppendLine("what a ring of n silos survives: q votes close a round however f of them lie; a stop is a silo that is off or cut off;");
        text.AppendLine("the last column is how many lying silos the aggregation rule withstands, the model being no better than its rule");
        text.AppendLine("     n    f    q   stops   merged at least   liars in the model");
        foreach (SurvivalRow row in Survives)
        {
            text.AppendLine(row.Render(isOwn: row.Silos == Ring.Count));
        }

        if (OtherLiars.Count > 0)
        {
            text.AppendLine($"these {Ring.Count} silos with another f:");
        }

        foreach (SurvivalRow row in OtherLiars)
        {
            text.AppendLine(row.Render(isOwn: false));
        }
    }

    private static string WordsOf(LocalWork work)
    {
        string steps = (work.Steps ?? work.StepsMax) is { } most ? string.Create(CultureInfo.InvariantCulture, $"{(work.Time is null ? "" : "at most ")}{most} steps") : "";
        string amount = work.Time is { } time ? $"{Durations.Format(time)}{(steps.Length == 0 ? "" : $", {steps}")}" : steps;
        return work.Proximal > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{amount}; FedProx pulls parameters towards the round's start, mu = {work.Proximal}")
            : amount;
    }

    // A file that takes the automatic f would take it with another roster too; one that names f would keep it.
    private static int LiarsOf(FederationTopology topology, int silos) => topology.Byzantine == Quorum.AutomaticByzantine(topology.Silos.Count)
        ? Quorum.AutomaticByzantine(silos)
        : Math.Min(topology.Byzantine, new Quorum(silos, 0).ByzantineMax);

    private static string Stops(int stops) => stops switch
    {
        0 => "no stop: every silo is needed for every round",
        1 => "1 silo that is off or cut off",
        _ => $"{stops} silos at once that are off or cut off",
    };
}

/// <summary>What a draft makes of the running epoch, after which it may come.</summary>
/// <param name="Warnings">What is lawful, and still to be weighed; one sentence each.</param>
internal sealed record StepReport(int Epoch, string Digest, IReadOnlyList<TopologyChange> Changes, IReadOnlyList<string> Warnings)
{
    public void Append(StringBuilder text)
    {
        text.AppendLine($"it may follow epoch {Epoch}, and changes{(Changes.Count == 0 ? " nothing but the number" : ":")}");
        DraftText.Append(text, Changes);
        DraftText.Warn(text, Warnings);
    }
}

/// <param name="Stops">Silos that may be off or cut off at once while rounds still close.</param>
/// <param name="ByzantineRobust">Whether the file's rule withstands f silos that lie.</param>
internal sealed record SurvivalRow(int Silos, int Byzantine, int Votes, int Stops, int MinOrigins, bool ByzantineRobust)
{
    public static SurvivalRow Of(FederationTopology topology, Quorum quorum) => new(
        quorum.Silos,
        quorum.Byzantine,
        quorum.Votes,
        quorum.SurvivableStops,
        quorum.Votes,
        topology.Exchange.Kind == ExchangeKind.Relay
            && RuleFit.Holds(topology.Aggregation.Rule, quorum)
            && AggregationRules.Resolve(topology.Aggregation.Rule, quorum.Silos, quorum.Byzantine).IsByzantineRobust);

    public string Render(bool isOwn) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(isOwn ? " >" : "  ")}{Silos,4} {Byzantine,4} {Votes,4} {Stops,7} {MinOrigins,17}   {(ByzantineRobust ? $"{Byzantine}" : "none")}");
}

/// <summary>Whom a silo may be connected to; its firewall lets through these and no others.</summary>
/// <param name="IsDialled">Others may dial it; false for a silo with <c>inbound: false</c>.</param>
internal sealed record SiloEdges(string Silo, bool IsDialled, IReadOnlyList<string> Always, IReadOnlyList<string> Bypass)
{
    public static SiloEdges Of(FederationTopology topology, int silo)
    {
        RosterEdges edges = RosterEdges.Of(topology.Silos.Count, silo);
        return new SiloEdges(
            topology.Silos[silo].Id,
            topology.Silos[silo].AcceptsConnections,
            [.. edges.Always.Select(other => topology.Silos[other].Id)],
            [.. edges.Bypass.Select(other => topology.Silos[other].Id)]);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(TopologyReport))]
internal sealed partial class TopologyJsonContext : JsonSerializerContext;
