using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// The mean of each coordinate without its f smallest and f largest values.
/// Source: Yin et al. 2018, definition 2, with beta = f / n. Breakdown point f / n, n >= 2f + 1.
/// Cost O(nd log² n) in a sorting network, one pass. Assumes at most f faulty silos; f = 0 is the mean.
/// </summary>
internal sealed class TrimmedMeanRule(int silos, int f) : IRowRule
{
    internal const string Name = "trimmed-mean";

    public bool NeedsDistances => false;

    public bool UsesFaulty => true;

    public bool ResistsFaulty => true;

    public string Withstands => $"withstands {f} faulty silos of {silos}";

    public ITileReducer Prepare(RowSource source) => new SortedRowMean(silos, f);
}
