using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// MeaMed: the mean of each coordinate's n - f values nearest to its median.
/// Source: Xie, Koyejo and Gupta 2018 ("Generalized Byzantine-tolerant SGD", arXiv 1802.10116), mean around median; of an
/// even number of updates the median is the mean of the middle two. Of two values equally far on both sides the lower
/// stays, so that the order of silos does not matter (implementations that sort by distance keep the first silo's).
/// Breakdown point f / n, n >= 2f + 1. Cost O(nd log² n) in a sorting network, one pass. Assumes at most f faulty silos;
/// f = 0 is the mean.
/// </summary>
internal sealed class MeanAroundMedianRule(int silos, int f) : IRowRule
{
    internal const string Name = "meamed";

    public bool NeedsDistances => false;

    public bool UsesFaulty => true;

    public bool ResistsFaulty => true;

    public string Withstands => $"withstands {f} faulty silos of {silos}";

    public ITileReducer Prepare(RowSource source) => new MeanAroundMedian(silos, f);
}
