using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// The mean weighted by claimed records: sum of w_i x_i in roster order / sum of w_i.
/// Source: federated averaging (McMahan et al. 2017, algorithm 1).
/// Breakdown point 0, and worse than the mean: a silo that claims more records counts for more.
/// Cost O(nd), one pass. Assumes honest silos and honest record counts.
/// </summary>
internal sealed class WeightedMeanRule : IRowRule
{
    internal const string Name = "weighted-mean";

    public bool NeedsDistances => false;

    public bool UsesFaulty => false;

    public bool ResistsFaulty => false;

    public string Withstands => "withstands no faulty silo, and trusts the record counts that silos claim";

    public ITileReducer Prepare(RowSource source) =>
        new WeightedRowSum(source.Input.Weights, LaneSum.Tree(source.Input.Weights));
}
