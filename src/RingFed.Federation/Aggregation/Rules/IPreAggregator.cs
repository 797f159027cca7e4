using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>Averages sets of updates to the rows that a rule then sees.</summary>
internal interface IPreAggregator
{
    /// <summary>Whether <see cref="Choose"/> reads the distances between updates.</summary>
    bool NeedsDistances { get; }

    /// <param name="distances">Between the updates; null unless <see cref="NeedsDistances"/>.</param>
    NeighbourSets Choose(DistanceMatrix? distances);
}
