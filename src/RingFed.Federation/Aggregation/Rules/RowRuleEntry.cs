namespace RingFed.Federation.Aggregation.Rules;

/// <summary>What is known of a rule before it is made.</summary>
/// <param name="RowsMin">Fewest rows for f faulty ones among them.</param>
/// <param name="TakesPrefix">Whether a pre-aggregator may come first; not where records belong to updates.</param>
/// <param name="Make">From the number of rows and f.</param>
/// <param name="IsTooCostly">Whether so many rows with so many faulty ones are more work than a round has time for; null: never.</param>
internal sealed record RowRuleEntry(string Name, Func<int, int> RowsMin, bool TakesPrefix, Func<int, int, IRowRule> Make, Func<int, int, bool>? IsTooCostly = null)
{
    /// <summary>Every rule over rows, in the order in which they are offered.</summary>
    internal static IReadOnlyList<RowRuleEntry> All { get; } =
    [
        new(MeanRule.Name, Any, true, (rows, _) => new MeanRule(rows)),
        new(WeightedMeanRule.Name, Any, false, (_, _) => new WeightedMeanRule()),
        new(DistributionAwareMeanRule.Name, Any, false, (rows, _) => new DistributionAwareMeanRule(rows)),
        new(CoordinateMedianRule.Name, Any, true, (rows, _) => new CoordinateMedianRule(rows)),
        new(TrimmedMeanRule.Name, HonestMajority, true, (rows, f) => new TrimmedMeanRule(rows, f)),
        new(MeanAroundMedianRule.Name, HonestMajority, true, (rows, f) => new MeanAroundMedianRule(rows, f)),
        new(GeometricMedianRule.Name, Any, true, (rows, _) => new GeometricMedianRule(rows)),
        new(KrumRule.Name, KrumRows, true, (rows, f) => new KrumRule(rows, f)),
        new(MultiKrumRule.Name, KrumRows, true, (rows, f) => new MultiKrumRule(rows, f)),
        new(BulyanRule.Name, f => (4 * f) + 3, true, (rows, f) => new BulyanRule(rows, f)),
        new(CentredClippingRule.Name, Any, true, (rows, _) => new CentredClippingRule(rows)),
        new(ComparativeEliminationRule.Name, HonestMajority, true, (rows, f) => new ComparativeEliminationRule(rows, f)),
        new(MinimumDiameterRule.Name, HonestMajority, true, (rows, f) => new MinimumDiameterRule(rows, f), MinimumDiameterRule.IsTooCostly),
    ];

    /// <summary>Not offered among the others: it merges nothing, and silos train by turns under it.</summary>
    internal static RowRuleEntry Sequential { get; } = new(SequentialRule.Name, Any, false, (rows, _) => new SequentialRule(rows));

    private static int Any(int f) => 1;

    private static int HonestMajority(int f) => (2 * f) + 1;

    private static int KrumRows(int f) => (2 * f) + 3;
}
