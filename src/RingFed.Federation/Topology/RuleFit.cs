using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Topology;

/// <summary>
/// Refuses a rule that the ring could not always run: a round merges q updates or more, whoever is missing, and a rule
/// that needs more of them would leave such a round without a result.
/// </summary>
public static class RuleFit
{
    /// <summary>Whether the rule can merge whatever closes a round of this ring.</summary>
    /// <param name="rule">One that <see cref="AggregationRules.Resolve"/> takes.</param>
    public static bool Holds(string rule, Quorum quorum) =>
        (rule == AggregationRules.Auto || quorum.Votes >= AggregationRules.SilosMin(rule, quorum.Byzantine))
        && AggregationRules.WhyUnfit(rule, quorum.Silos, quorum.Byzantine) is null;

    internal static void Require(SectionReader section, string rule, Quorum quorum)
    {
        if (quorum.Silos is < 2 or > AggregationRules.SilosMax || !quorum.HoldsItsLiars || Holds(rule, quorum))
        {
            return;
        }

        int needed = AggregationRules.SilosMin(rule, quorum.Byzantine);
        if (quorum.Votes < needed)
        {
            section.Fault(
                "rule",
                $"is '{rule}', which merges {needed} updates or more with byzantine: {quorum.Byzantine}, but a round of {quorum.Silos} silos closes with {quorum.Votes}",
                $"write rule: auto, or list at least {SilosFor(needed, quorum.Byzantine)} silos");
        }
        else
        {
            string? reason = AggregationRules.WhyUnfit(rule, quorum.Silos, quorum.Byzantine);
            section.Fault("rule", $"is '{rule}', which does not fit this roster: {reason}", "write rule: auto");
        }
    }

    /// <summary>The smallest roster whose rounds close with so many updates.</summary>
    private static int SilosFor(int updates, int byzantine) => Math.Max((3 * byzantine) + 1, (2 * (updates - 1)) - byzantine);
}
