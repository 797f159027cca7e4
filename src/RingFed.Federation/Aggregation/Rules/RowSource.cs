using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>The rows that a rule merges, before any coordinate of them is read.</summary>
/// <param name="Input">The updates.</param>
/// <param name="Sets">Which updates are averaged to which row; null when the updates are the rows.</param>
/// <param name="Distances">Between the rows; null unless <see cref="IRowRule.NeedsDistances"/>.</param>
internal sealed record RowSource(AggregationInput Input, NeighbourSets? Sets, DistanceMatrix? Distances);
