using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Topology;

/// <summary>How this topology's parameter rounds are merged, in words for status and report.</summary>
/// <param name="Name">As written in a topology; what <c>auto</c> chose, not <c>auto</c> itself.</param>
/// <param name="Label">The rule, f and what it withstands.</param>
public sealed record MergeRule(string Name, string Label, bool IsByzantineRobust)
{
    /// <summary>Where silos train alone: no other silo can harm the model.</summary>
    public static MergeRule Isolated { get; } = new("none", "none: every silo trains alone and takes nothing from the others", IsByzantineRobust: true);

    /// <summary>Where silos share synthetic rows: whoever claims the best score gives them.</summary>
    public static MergeRule Sharing { get; } = new(
        "none", "none: every silo trains alone, then on synthetic rows of the silo that scores best as well, withstands no faulty silo", IsByzantineRobust: false);

    /// <summary>For a model that has no parameter rounds, whatever the topology says of merging.</summary>
    public static MergeRule SumsAlone { get; } = new(
        "none", "none: masked sums make the model, and what a silo adds within the bounds of a sum is believed", IsByzantineRobust: false);

    /// <summary>Of a session whose model is known.</summary>
    /// <param name="trains">There are rounds of parameters.</param>
    /// <param name="sumsMeans">Parameters after training are added up masked.</param>
    /// <inheritdoc cref="Of(FederationTopology)" path="/exception"/>
    public static MergeRule Of(FederationTopology topology, bool trains, bool sumsMeans) =>
        trains || sumsMeans || topology.Exchange.MergesNothing ? Of(topology) : SumsAlone;

    /// <exception cref="AggregationException">The rule does not fit the roster.</exception>
    public static MergeRule Of(FederationTopology topology)
    {
        if (topology.Exchange.Kind == ExchangeKind.Neighbour)
        {
            return new MergeRule(SelfCentredClipping.Name, SelfCentredClipping.LabelFor(topology.Silos.Count), IsByzantineRobust: false);
        }

        if (topology.Exchange.MergesNothing)
        {
            return topology.Exchange.Kind == ExchangeKind.Isolated ? Isolated : Sharing;
        }

        if (topology.Exchange.Kind == ExchangeKind.MaskedSum)
        {
            return new MergeRule(MaskedMean.RuleName, MaskedMean.Label, IsByzantineRobust: false);
        }

        AggregationRule rule = AggregationRules.Resolve(topology.Aggregation.Rule, topology.Silos.Count, topology.Byzantine);
        return new MergeRule(rule.Name, rule.Label, rule.IsByzantineRobust);
    }
}
