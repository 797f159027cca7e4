using RingFed.Federation.Topology;

namespace RingFed.Daemon.Status;

/// <summary>One thing that a draft changes.</summary>
/// <param name="What">Such as "silo madrid" or "exchange.rounds".</param>
/// <param name="Was">Null for what is new.</param>
/// <param name="Now">Null for what goes.</param>
internal sealed record TopologyChange(string What, string? Was, string? Now)
{
    public override string ToString() => (Was, Now) switch
    {
        (null, _) => $"{What}: new, {Now}",
        (_, null) => $"{What}: removed, was {Was}",
        _ => $"{What}: {Was} -> {Now}",
    };
}

/// <summary>
/// What an operator should have read before signing: silos that come, go, move, or change address or key, and every setting
/// that differs. Two topologies with one digest have no changes.
/// </summary>
internal static class TopologyChanges
{
    public static IReadOnlyList<TopologyChange> Between(FederationTopology current, FederationTopology next) =>
    [
        .. Silos(current, next),
        .. Settings(current).Zip(Settings(next), (was, now) => new TopologyChange(was.Name, was.Value, now.Value)).Where(change => change.Was != change.Now),
        .. Options(current.Model.Options, next.Model.Options),
    ];

    private static IEnumerable<TopologyChange> Silos(FederationTopology current, FederationTopology next)
    {
        foreach (SiloEntry silo in current.Silos.Where(silo => next.IndexOf(silo.Id) < 0))
        {
            yield return new TopologyChange($"silo {silo.Id}", PlaceOf(current, silo), null);
        }

        HashSet<string> unmoved = KeepingOrder(current, next);
        foreach (SiloEntry silo in next.Silos)
        {
            int place = current.IndexOf(silo.Id);
            if (place < 0)
            {
                yield return new TopologyChange($"silo {silo.Id}", null, $"{PlaceOf(next, silo)}, {AddressOf(silo)}, key {silo.Key}");
                continue;
            }

            SiloEntry was = current.Silos[place];
            if (!unmoved.Contains(silo.Id))
            {
                yield return new TopologyChange($"place of {silo.Id}", PlaceOf(current, was), PlaceOf(next, silo));
            }

            if (silo.Address != was.Address)
            {
                yield return new TopologyChange($"address of {silo.Id}", AddressOf(was), AddressOf(silo));
            }

            if (silo.Key != was.Key)
            {
                yield return new TopologyChange($"key of {silo.Id}", was.Key.Text, silo.Key.Text);
            }
        }
    }

    private static string PlaceOf(FederationTopology topology, SiloEntry silo) => topology.Silos.Count == 2
        ? $"beside {topology.SuccessorOf(silo.Id).Id}"
        : $"between {topology.PredecessorOf(silo.Id).Id} and {topology.SuccessorOf(silo.Id).Id}";

    private static string AddressOf(SiloEntry silo) => silo.Address?.ToString() ?? "inbound: false";

    /// <summary>
    /// Silos of both that did not move: a longest run of them in the order that both rosters have. When one silo is put
    /// elsewhere it alone has moved, and not all those that it passed.
    /// </summary>
    private static HashSet<string> KeepingOrder(FederationTopology current, FederationTopology next)
    {
        string[] stayed = [.. next.Silos.Select(silo => silo.Id).Where(silo => current.IndexOf(silo) >= 0)];
        List<string>[] endingAt = new List<string>[stayed.Length];
        for (int last = 0; last < stayed.Length; last++)
        {
            List<string> before = endingAt.Take(last)
                .Where(run => current.IndexOf(run[^1]) < current.IndexOf(stayed[last]))
                .MaxBy(run => run.Count) ?? [];
            endingAt[last] = [.. before, stayed[last]];
        }

        return [.. endingAt.MaxBy(run => run.Count) ?? []];
    }

    private static IEnumerable<(string Name, string Value)> Settings(FederationTopology topology) =>
    [
        ("federation", topology.Federation),
        ("votes that close a round", $"{topology.Quorum.Votes} of {topology.Silos.Count}"),
        ("byzantine", Text(topology.Byzantine)),
        ("protocol.version", Text(topology.Protocol.Version)),
        ("protocol.ruleRevision", Text(topology.Protocol.RuleRevision)),
        ("exchange.kind", ExchangeKinds.Of(topology.Exchange.Kind)),
        ("exchange.rounds", Text(topology.Exchange.Rounds)),
        ("exchange.localWork.steps", Text(topology.Exchange.LocalWork.Steps)),
        ("exchange.localWork.time", Text(topology.Exchange.LocalWork.Time)),
        ("exchange.localWork.stepsMax", Text(topology.Exchange.LocalWork.StepsMax)),
        ("exchange.localWork.proximal", Text(topology.Exchange.LocalWork.Proximal)),
        ("exchange.roundDeadline", Text(topology.Exchange.RoundDeadline)),
        ("exchange.codec", Text(topology.Exchange.Codec)),
        ("aggregation.rule", topology.Aggregation.Rule),
        ("aggregation.gate", Text(topology.Aggregation.Gate)),
        ("rule in effect", MergeRule.Of(topology).Label),
        ("model.kind", topology.Model.Kind),
        ("model.schemaDigest", Text(topology.Model.SchemaDigest)),
        ("model.seed", Text(topology.Model.Seed)),
        ("privacy.dp", Text(topology.Privacy.Dp)),
    ];

    private static IEnumerable<TopologyChange> Options(IReadOnlyDictionary<string, string> was, IReadOnlyDictionary<string, string> now) =>
        from name in was.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
        let change = new TopologyChange($"model.options.{name}", was.GetValueOrDefault(name), now.GetValueOrDefault(name))
        where change.Was != change.Now
        select change;

    private static string Text(object? value) => value switch
    {
        null => "not set",
        TimeSpan span => Durations.Format(span),
        Enum word => word.ToString().ToLowerInvariant(),
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
    };
}
