namespace RingFed.Learning.Evaluation.Trees;

/// <summary>A cut of a node: value codes at most <paramref name="Threshold"/> go left, missing ones where it gained most.</summary>
internal readonly record struct BoostingSplit(
    int Feature, byte Threshold, bool MissingLeft, double Gain, GradientSum Left, GradientSum Right)
{
    private const double HessianMin = 1e-3;

    public bool GoesLeft(byte code) => code == FeatureBins.Missing ? MissingLeft : code <= Threshold;

    /// <summary>The cut of most gain over all features, or null where none leaves enough rows on both sides.</summary>
    public static BoostingSplit? Best(BoostingHistogram histogram, int features, GradientSum total, int leafMin)
    {
        BoostingSplit? best = null;
        for (int f = 0; f < features; f++)
        {
            ReadOnlySpan<GradientSum> cells = histogram.Feature(f);
            best = Better(best, Scan(f, cells, total, missingLeft: false, leafMin));
            if (cells[FeatureBins.Missing].Rows > 0)
            {
                best = Better(best, Scan(f, cells, total, missingLeft: true, leafMin));
            }
        }

        return best;
    }

    private static BoostingSplit? Scan(
        int feature, ReadOnlySpan<GradientSum> cells, GradientSum total, bool missingLeft, int leafMin)
    {
        BoostingSplit? best = null;
        GradientSum left = missingLeft ? cells[FeatureBins.Missing] : default;

        // The last threshold has every value on the left: a cut only when missing rows are on the right.
        for (int code = 1; code < cells.Length; code++)
        {
            left += cells[code];
            GradientSum right = total - left;
            if (cells[code].Rows == 0 || left.Rows < leafMin || right.Rows < leafMin
                || left.Hessian < HessianMin || right.Hessian < HessianMin)
            {
                continue;
            }

            double gain = left.Gain + right.Gain - total.Gain;
            if (gain > (best?.Gain ?? 0))
            {
                best = new BoostingSplit(feature, (byte)code, missingLeft, gain, left, right);
            }
        }

        return best;
    }

    private static BoostingSplit? Better(BoostingSplit? best, BoostingSplit? other) =>
        other is { } found && found.Gain > (best?.Gain ?? 0) ? found : best;
}
