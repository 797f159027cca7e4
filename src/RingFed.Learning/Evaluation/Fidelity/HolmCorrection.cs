namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// p-values of m tests corrected so that any false alarm among them is as rare as one test's (Holm, Scand. J. Statist. 6,
/// 1979): the i-th smallest is multiplied by m - i + 1, made monotone, and capped at 1. R's <c>p.adjust(method = "holm")</c>.
/// </summary>
internal static class HolmCorrection
{
    public static double[] Of(ReadOnlySpan<double> p)
    {
        double[] sorted = p.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] adjusted = new double[sorted.Length];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, (sorted.Length - i) * sorted[i]));
            adjusted[order[i]] = largest;
        }

        return adjusted;
    }
}
