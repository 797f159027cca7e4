using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// How alike single columns are: 1 - Kolmogorov-Smirnov distance for numbers, 1 - total variation distance for
/// categories, averaged over columns. These are KSComplement and TVComplement of SDMetrics, averaged as its
/// QualityReport does for "Column Shapes". Missing is a category of its own. Deviation: SDMetrics
/// ignores the missing values of numbers, here they are an atom below all values, so that a wrong share of them costs.
/// A column that is constant or all missing in both scores 1.
/// </summary>
internal static class ShapeScore
{
    public static Score Of(Cohort reference, Cohort other) => reference.Count == 0 || other.Count == 0
        ? Score.None("a cohort has no rows")
        : Score.Mean(Columns(reference, other), "the schema has no columns");

    /// <summary>Score of every column of the schema, each in 0..1; both cohorts have rows.</summary>
    public static double[] Columns(Cohort reference, Cohort other)
    {
        double[] scores = new double[reference.Schema.Columns.Count];
        for (int c = 0; c < scores.Length; c++)
        {
            ColumnSchema column = reference.Schema.Columns[c];
            scores[c] = 1 - (column.IsDiscrete
                ? TotalVariation(reference.Column(c), other.Column(c), column.Categories.Count)
                : KolmogorovSmirnov(reference.Column(c), other.Column(c)));
        }

        return scores;
    }

    /// <summary>Largest difference of the distribution functions; both have values.</summary>
    public static double KolmogorovSmirnov(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] first = SortedWithMissingLowest(a);
        double[] second = SortedWithMissingLowest(b);
        double widest = 0;
        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            double value = Math.Min(first[i], second[j]);
            i = PastEqual(first, i, value);
            j = PastEqual(second, j, value);
            widest = Math.Max(widest, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }

        return widest;
    }

    private static int PastEqual(double[] sorted, int index, double value)
    {
        while (index < sorted.Length && sorted[index] == value)
        {
            index++;
        }

        return index;
    }

    private static double[] SortedWithMissingLowest(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = double.IsNaN(sorted[i]) ? double.NegativeInfinity : sorted[i];
        }

        Array.Sort(sorted);
        return sorted;
    }

    private static double TotalVariation(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int categories)
    {
        double[] shares = new double[categories + 1];
        AddShares(shares, a, 1.0 / a.Length);
        AddShares(shares, b, -1.0 / b.Length);
        return shares.Sum(Math.Abs) / 2;
    }

    private static void AddShares(double[] shares, ReadOnlySpan<double> values, double each)
    {
        foreach (double value in values)
        {
            shares[double.IsNaN(value) ? shares.Length - 1 : (int)value] += each;
        }
    }
}
