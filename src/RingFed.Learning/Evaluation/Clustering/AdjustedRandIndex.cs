namespace RingFed.Learning.Evaluation.Clustering;

/// <summary>
/// Agreement of two partitions beyond chance (Hubert and Arabie, Journal of Classification 1985, equation 5): 1 when they
/// are the same up to names, 0 on average for random ones. 1 too when both are one cluster, or both single patients.
/// </summary>
public static class AdjustedRandIndex
{
    /// <exception cref="ArgumentException">Lengths differ or there is no patient.</exception>
    public static double Of(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length != b.Length || a.Length == 0)
        {
            throw new ArgumentException($"Two partitions of the same patients are compared; {a.Length} and {b.Length} labels were given.", nameof(b));
        }

        (int A, int B)[] labels = new (int, int)[a.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = (a[i], b[i]);
        }

        double together = Pairs(labels.CountBy(label => label));
        double inA = Pairs(labels.CountBy(label => label.A));
        double inB = Pairs(labels.CountBy(label => label.B));
        double expected = inA * inB / Pairs(a.Length);
        double most = (inA + inB) / 2;
        return a.Length < 2 || most == expected ? 1 : (together - expected) / (most - expected);
    }

    private static double Pairs<T>(IEnumerable<KeyValuePair<T, int>> counts) => counts.Sum(count => Pairs(count.Value));

    private static double Pairs(double count) => count * (count - 1) / 2;
}
