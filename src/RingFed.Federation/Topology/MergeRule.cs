using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Topology;

/// <summary>How this topology's parameter rounds are merged, in words for status and report.</summary>
/// <param name="Name">As written in a topology; what <c>auto</c> chose, not <c>auto</c> itself.</param>
/// <param name="Label">The rule, f and what it withstands.</param>
public sealed record MergeRule(string Name, string Label, bool IsByzantineRobust)
{
    /// <exception cref="AggregationException">The rule does not fit the roster.</exception>
    public static MergeRule Of(FederationTopology topology)
    {
        if (topology.Exchange.Kind == ExchangeKind.Neighbour)
        {
            return new MergeRule(SelfCentredClipping.Name, SelfCentredClipping.LabelFor(topology.Silos.Count), IsByzantineRobust: false);
        }

        AggregationRule rule = AggregationRules.Resolve(topology.Aggregation.Rule, topology.Silos.Count, topology.Byzantine);
        return new MergeRule(rule.Name, rule.Label, rule.IsByzantineRobust);
    }
}
