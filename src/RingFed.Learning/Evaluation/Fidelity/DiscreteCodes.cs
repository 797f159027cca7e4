using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// Columns as small integers: categories by their index, numbers by the reference's quantile bin, missing as the last
/// level. Both cohorts of a comparison are cut at the reference's edges.
/// </summary>
internal sealed class DiscreteCodes
{
    /// <summary>Equal-mass bins of a numeric column; ties may leave fewer.</summary>
    public const int NumericBins = 10;

    private readonly int[][] _codes;

    private DiscreteCodes(int[][] codes) => _codes = codes;

    public ReadOnlySpan<int> Column(int index) => _codes[index];

    /// <summary>Upper edges of all but the last bin, or null for a discrete column.</summary>
    public static double[]?[] Edges(Cohort reference) =>
        [.. reference.Schema.Columns.Select((column, c) => column.IsDiscrete ? null : Edges(reference.Column(c)))];

    /// <summary>Number of levels of a column, the missing one included.</summary>
    public static int Levels(ColumnSchema column, double[]? edges) => (edges?.Length + 1 ?? column.Categories.Count) + 1;

    public static DiscreteCodes Of(Cohort cohort, double[]?[] edges)
    {
        int[][] codes = new int[edges.Length][];
        for (int c = 0; c < codes.Length; c++)
        {
            codes[c] = Encode(cohort.Column(c), edges[c], Levels(cohort.Schema.Columns[c], edges[c]) - 1);
        }

        return new DiscreteCodes(codes);
    }

    private static int[] Encode(ReadOnlySpan<double> values, double[]? edges, int missing)
    {
        int[] codes = new int[values.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            double value = values[i];
            codes[i] = double.IsNaN(value) ? missing : edges is null ? (int)value : edges.Count(edge => edge < value);
        }

        return codes;
    }

    private static double[] Edges(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values.ToArray().Where(value => !double.IsNaN(value)).Order()];
        return sorted.Length == 0
            ? []
            : [.. Enumerable.Range(1, NumericBins - 1).Select(i => sorted[i * (sorted.Length - 1) / NumericBins]).Distinct()];
    }
}
