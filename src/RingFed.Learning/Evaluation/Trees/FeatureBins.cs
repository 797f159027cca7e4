namespace RingFed.Learning.Evaluation.Trees;

/// <summary>
/// Cuts every feature into at most 255 ordered bins plus one for missing, so that a split is searched over bins, not
/// rows (the histogram trick of LightGBM, Ke et al. 2017). Up to 255 distinct values keep a bin each, which makes the
/// cut exact for genes, flags and most blood values; beyond that, bins hold equal shares of the fitted rows.
/// </summary>
internal sealed class FeatureBins
{
    /// <summary>Code of a missing value; the values' codes start at 1, in order.</summary>
    public const byte Missing = 0;

    /// <summary>Codes a feature can take: missing and 255 bins.</summary>
    public const int CodesMax = 256;

    private const int ValueBinsMax = CodesMax - 1;

    private readonly double[][] _edges;

    private FeatureBins(double[][] edges) => _edges = edges;

    public int Features => _edges.Length;

    /// <summary>Number of codes of a feature, the missing one included.</summary>
    public int Codes(int feature) => _edges[feature].Length + 2;

    public static FeatureBins Fit(FeatureMatrix features)
    {
        double[][] edges = new double[features.Columns][];
        for (int f = 0; f < edges.Length; f++)
        {
            edges[f] = Edges(features.Column(f));
        }

        return new FeatureBins(edges);
    }

    /// <summary>Codes feature by feature: <c>result[feature][row]</c>.</summary>
    /// <exception cref="ArgumentException">The matrix has another number of features than the one fitted on.</exception>
    public byte[][] Encode(FeatureMatrix features)
    {
        if (features.Columns != Features)
        {
            throw new ArgumentException($"Bins were fitted on {Features} features, {features.Columns} were given.", nameof(features));
        }

        byte[][] codes = new byte[Features][];
        for (int f = 0; f < codes.Length; f++)
        {
            codes[f] = Encode(features.Column(f), _edges[f]);
        }

        return codes;
    }

    private static byte[] Encode(ReadOnlySpan<double> values, double[] edges)
    {
        byte[] codes = new byte[values.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = double.IsNaN(values[i]) ? Missing : (byte)(1 + EdgesBelow(edges, values[i]));
        }

        return codes;
    }

    private static int EdgesBelow(double[] edges, double value)
    {
        int low = 0;
        int high = edges.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (edges[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static double[] Edges(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values.ToArray().Where(value => !double.IsNaN(value)).Order()];
        double[] distinct = [.. sorted.Distinct()];
        return distinct.Length <= ValueBinsMax ? Midpoints(distinct) : Quantiles(sorted);
    }

    private static double[] Midpoints(double[] distinct)
    {
        double[] edges = new double[Math.Max(0, distinct.Length - 1)];
        for (int i = 0; i < edges.Length; i++)
        {
            edges[i] = distinct[i] + ((distinct[i + 1] - distinct[i]) / 2);
        }

        return edges;
    }

    private static double[] Quantiles(double[] sorted)
    {
        double[] edges = new double[ValueBinsMax - 1];
        for (int i = 0; i < edges.Length; i++)
        {
            edges[i] = sorted[(int)((long)(i + 1) * (sorted.Length - 1) / ValueBinsMax)];
        }

        return [.. edges.Distinct()];
    }
}
