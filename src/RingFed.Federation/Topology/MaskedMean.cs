using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Topology;

/// <summary>What exchange kind masked-sum leaves of the settings for merging: one mean, which nobody can judge.</summary>
internal static class MaskedMean
{
    /// <summary>The rule's name, as a file may write it.</summary>
    public const string RuleName = "weighted-mean";

    /// <summary>What operators read of it, wherever the rule is printed.</summary>
    public const string Label =
        "masked mean: weighted by records, of the silos of the first sum; nobody sees an update, so NO ROBUSTNESS: one silo that lies shifts it as far as it likes";

    public static IReadOnlyList<string> Gates { get; } = ["none", "heldout"];

    public static string ReadRule(SectionReader section)
    {
        string rule = section.Choice("rule", AggregationSettings.Rules, AggregationRules.Auto);
        if (rule is not (AggregationRules.Auto or RuleName))
        {
            section.Fault("rule", $"is '{rule}', but exchange.kind masked-sum gives the mean alone: no silo sees an update that a rule could judge", $"write rule: auto or {RuleName}");
        }

        return rule;
    }

    public static MergeGate ReadGate(SectionReader section)
    {
        if (section.Choice("gate", Gates, "none") != "none")
        {
            section.Fault("gate", "is 'heldout', but with exchange.kind masked-sum there is no round after which a silo serves another model than the mean", "write gate: none");
        }

        return MergeGate.None;
    }

    public static int ReadByzantine(SectionReader root)
    {
        if (root.Text("byzantine") is not (null or "auto") && root.Integer("byzantine", 0, int.MaxValue, 0) > 0)
        {
            root.Fault("byzantine", "is more than 0, but a masked mean withstands no silo that lies", "write byzantine: 0, or exchange kind relay");
        }

        return 0;
    }
}
