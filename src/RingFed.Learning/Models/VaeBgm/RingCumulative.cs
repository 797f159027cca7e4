namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Distribution function of a ring histogram, a straight line within each bin. Bins that hold nobody are stepped over:
/// no share lies in them.
/// </summary>
internal sealed class RingCumulative
{
    private readonly double[] _edges;
    private readonly double[] _reached;

    /// <param name="edges">Ascending, one more than <paramref name="counts"/>.</param>
    /// <param name="counts">Of the ring; where all are 0 every place between the outer edges is as likely as any.</param>
    public RingCumulative(double[] edges, ReadOnlySpan<long> counts)
    {
        double total = 0;
        foreach (long count in counts)
        {
            total += count;
        }

        _edges = edges;
        _reached = new double[edges.Length];
        for (int bin = 0; bin < counts.Length; bin++)
        {
            double share = total > 0 ? counts[bin] / total : (edges[bin + 1] - edges[bin]) / (edges[^1] - edges[0]);
            _reached[bin + 1] = _reached[bin] + share;
        }

        _reached[^1] = 1;
    }

    /// <summary>Share of records below <paramref name="value"/>, in [0, 1].</summary>
    public double ShareBelow(double value)
    {
        int bin = Math.Clamp(Lower(_edges, value), 0, _edges.Length - 2);
        double width = _edges[bin + 1] - _edges[bin];
        double within = width > 0 ? Math.Clamp((value - _edges[bin]) / width, 0, 1) : 0;
        return _reached[bin] + (within * (_reached[bin + 1] - _reached[bin]));
    }

    /// <summary>Where a share in [0, 1] of all records lies below.</summary>
    public double ValueAt(double share)
    {
        int bin = Math.Clamp(Lower(_reached, share), 0, _edges.Length - 2);
        double mass = _reached[bin + 1] - _reached[bin];
        double within = mass > 0 ? Math.Clamp((share - _reached[bin]) / mass, 0, 1) : 0;
        return _edges[bin] + (within * (_edges[bin + 1] - _edges[bin]));
    }

    /// <summary>Index of the last entry that is at most <paramref name="value"/>; -1 for none.</summary>
    private static int Lower(double[] ascending, double value)
    {
        int low = 0;
        int high = ascending.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = ascending[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
