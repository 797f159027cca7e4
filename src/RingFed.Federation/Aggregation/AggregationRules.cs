using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Aggregation;

/// <summary>Turns a rule's name in the topology into a rule, or says why it cannot be one.</summary>
public static class AggregationRules
{
    public const string Auto = "auto";

    /// <summary>Prefix of rules that mix nearest neighbours first.</summary>
    public const string MixingPrefix = "nnm+";

    /// <summary>Most silos a rule merges; the sorting network and the distance matrix are sized by it.</summary>
    public const int SilosMax = 1024;

    /// <summary>Every name that <see cref="Resolve"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Auto,
        MeanRule.Name,
        WeightedMeanRule.Name,
        CoordinateMedianRule.Name,
        TrimmedMeanRule.Name,
        GeometricMedianRule.Name,
        MixingPrefix + MeanRule.Name,
        MixingPrefix + CoordinateMedianRule.Name,
        MixingPrefix + TrimmedMeanRule.Name,
        MixingPrefix + GeometricMedianRule.Name,
    ];

    /// <summary>
    /// The rule for <paramref name="silos"/> updates. <c>auto</c> is NNM + trimmed mean from 5 silos, the geometric
    /// median at 3 and 4, the mean at 1 and 2.
    /// </summary>
    /// <param name="silos">Updates to be merged, 1 to <see cref="SilosMax"/>.</param>
    /// <param name="byzantine">f of the topology; null takes floor((silos - 1) / 4).</param>
    /// <exception cref="AggregationException">Unknown name, f out of range, or too few silos for f.</exception>
    public static AggregationRule Resolve(string rule, int silos, int? byzantine)
    {
        RequireKnown(rule);
        RequireSilos(silos);
        int f = byzantine ?? DefaultFaulty(silos);
        RequireFaulty(f, silos);
        string chosen = rule == Auto ? ChooseFor(silos) : rule;
        bool mixed = chosen.StartsWith(MixingPrefix, StringComparison.Ordinal);
        IRowRule rows = RowRule(mixed ? chosen[MixingPrefix.Length..] : chosen, silos, f);
        bool usesFaulty = mixed || rows.UsesFaulty;
        if (usesFaulty)
        {
            RequireHonestMajority(chosen, silos, f);
        }

        return new AggregationRule(
            chosen,
            RuleLabel.For(chosen, rows, mixed, silos, f),
            RuleLabel.IsRobust(rows, mixed, silos, f),
            usesFaulty ? f : null,
            silos,
            rows,
            mixed ? new NearestNeighbourMixing(silos, f) : null);
    }

    /// <summary>floor((n - 1) / 4): the f that a topology without <c>byzantine</c> means.</summary>
    public static int DefaultFaulty(int silos) => (silos - 1) / 4;

    private static string ChooseFor(int silos) => silos switch
    {
        >= 5 => MixingPrefix + TrimmedMeanRule.Name,
        >= 3 => GeometricMedianRule.Name,
        _ => MeanRule.Name,
    };

    private static IRowRule RowRule(string name, int silos, int f) => name switch
    {
        MeanRule.Name => new MeanRule(silos),
        WeightedMeanRule.Name => new WeightedMeanRule(),
        CoordinateMedianRule.Name => new CoordinateMedianRule(silos),
        TrimmedMeanRule.Name => new TrimmedMeanRule(silos, f),
        _ => new GeometricMedianRule(silos),
    };

    private static void RequireKnown(string rule)
    {
        if (!Names.Contains(rule, StringComparer.Ordinal))
        {
            throw new AggregationException(
                AggregationFault.UnknownRule,
                $"There is no aggregation rule '{rule}'; write one of {string.Join(", ", Names)}.");
        }
    }

    private static void RequireSilos(int silos)
    {
        if (silos is < 1 or > SilosMax)
        {
            throw new AggregationException(
                AggregationFault.TooFewSilos, $"A rule merges 1 to {SilosMax} updates, not {silos}.");
        }
    }

    private static void RequireFaulty(int f, int silos)
    {
        if (f < 0 || f >= silos)
        {
            throw new AggregationException(
                AggregationFault.FaultyCountOutOfRange,
                $"byzantine: {f} does not fit {silos} updates; write 0 to {(silos - 1) / 2}.");
        }
    }

    private static void RequireHonestMajority(string rule, int silos, int f)
    {
        if (silos < (2 * f) + 1)
        {
            throw new AggregationException(
                AggregationFault.TooFewSilos,
                $"{rule} with byzantine: {f} needs at least {(2 * f) + 1} updates and got {silos}; "
                + $"lower byzantine to {(silos - 1) / 2} or wait for more silos.");
        }
    }
}
