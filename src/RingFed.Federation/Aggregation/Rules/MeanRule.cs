using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// The arithmetic mean: sum of the n updates in roster order / n.
/// Source: federated averaging with equal weights (McMahan et al. 2017, algorithm 1).
/// Breakdown point 0: one faulty silo moves the result anywhere. Cost O(nd), one pass.
/// Assumes that every silo is honest and well.
/// </summary>
internal sealed class MeanRule(int silos) : IRowRule
{
    internal const string Name = "mean";

    public bool NeedsDistances => false;

    public bool UsesFaulty => false;

    public bool ResistsFaulty => false;

    public string Withstands => "withstands no faulty silo";

    public ITileReducer Prepare(RowSource source) =>
        new WeightedRowSum(Enumerable.Repeat(1.0, silos).ToArray(), silos);
}
