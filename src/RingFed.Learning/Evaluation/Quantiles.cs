namespace RingFed.Learning.Evaluation;

/// <summary>Quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, numpy's and R's default).</summary>
internal static class Quantiles
{
    public static double Median(double[] values) => Of([.. values.Order()], .5);

    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="level">In 0..1.</param>
    public static double Of(double[] sorted, double level)
    {
        double position = level * (sorted.Length - 1);
        int below = (int)position;
        double above = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return sorted[below] + ((position - below) * (above - sorted[below]));
    }
}
