using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// The median of each coordinate; of an even number of updates, the mean of the middle two.
/// Source: Yin et al. 2018, definition 1. Breakdown point floor((n - 1) / 2) / n.
/// Cost O(nd log² n) in a sorting network, one pass. Assumes an honest majority; on skewed silos it is biased towards
/// the coordinates' own middles, and it never mixes information of the outer silos.
/// </summary>
internal sealed class CoordinateMedianRule(int silos) : IRowRule
{
    internal const string Name = "median";

    public bool NeedsDistances => false;

    public bool UsesFaulty => false;

    public bool ResistsFaulty => true;

    public string Withstands => silos < 3
        ? "withstands no faulty silo"
        : $"each coordinate stays within the honest values for up to {(silos - 1) / 2} faulty silos";

    public ITileReducer Prepare(RowSource source) =>
        new SortedRowMean(silos, (silos - 1) / 2);
}
