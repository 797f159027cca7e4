using RingFed.Federation.Aggregation.Kernels;

namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// Centred clipping: v + (1/n) sum of (x_i - v) min(1, tau / |x_i - v|), with v the last aggregate. Updates are
/// differences from it, so v = 0 here, and each update is shortened to length tau when it is longer.
/// Source: Karimireddy, He and Jaggi 2021 ("Learning from history for Byzantine robust optimization", arXiv 2012.10333),
/// the centred clipping step with one iteration, which starts from the last aggregate as there.
/// tau is theirs to tune; here it is the lower median of the lengths, so it needs no setting, follows the steps as they
/// shrink, and lies between honest lengths while fewer than half of the silos are faulty.
/// Deviation: lengths are scaled per tensor (<see cref="RowLengths"/>); with one tensor it is the paper's.
/// Breakdown point floor((n - 1) / 2) / n for the length of the result: f faulty silos move it by at most 2 tau f / n.
/// That is measured by the honest step and not by the honest spread, hence not robust in one round; the paper wants
/// updates averaged over time by momentum. Cost O(nd), two passes. Not translation equivariant by intent.
/// </summary>
internal sealed class CentredClippingRule(int silos) : IRowRule
{
    internal const string Name = "centred-clipping";

    public bool NeedsDistances => false;

    public bool UsesFaulty => false;

    public bool ResistsFaulty => false;

    public string Withstands => silos < 3
        ? "withstands no faulty silo"
        : $"each of up to {(silos - 1) / 2} faulty silos moves the result by at most 2 / {silos} of the median update's length; {RuleLabel.NotByzantineRobust}";

    public ITileReducer Prepare(RowSource source)
    {
        double[] lengths = [.. RowLengths.SquaredScaled(source.Input, source.Sets, silos).Select(Math.Sqrt)];
        return new WeightedRowSum(Parts(lengths, TensorScales.LowerMedian(lengths)), silos);
    }

    /// <summary>Which part of each row counts: min(1, radius / length).</summary>
    internal static double[] Parts(double[] lengths, double radius) =>
        [.. lengths.Select(length => length > radius ? radius / length : 1)];
}
