namespace RingFed.Learning.Evaluation.Strata;

/// <summary>Agreement of two ordered ratings beyond chance, disagreement weighted by its square (Cohen, Psychological Bulletin 1968).</summary>
internal static class WeightedKappa
{
    /// <returns>At most 1; null without pairs, or where chance alone would agree in all.</returns>
    public static double? Of(int[] a, int[] b)
    {
        double observed = a.Zip(b, Square).Sum() * a.Length;
        double expected = a.CountBy(x => x).Sum(x => b.CountBy(y => y).Sum(y => (double)x.Value * y.Value * Square(x.Key, y.Key)));
        return expected > 0 ? 1 - (observed / expected) : null;
    }

    private static double Square(int x, int y) => (double)(x - y) * (x - y);
}
