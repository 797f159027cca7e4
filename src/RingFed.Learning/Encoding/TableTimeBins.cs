namespace RingFed.Learning.Encoding;

/// <summary>Time bins of an endpoint: [edge b, edge b+1), the last one closed; times outside fall into the outer bins.</summary>
internal sealed class TableTimeBins(double[] edges)
{
    public int Count => edges.Length - 1;

    public int IndexOf(double time)
    {
        int found = Array.BinarySearch(edges, time);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, Count - 1);
    }

    /// <summary>-1 at the bin's lower edge, 1 at its upper one.</summary>
    public double PlaceWithin(int bin, double time) =>
        Math.Clamp((2 * (time - edges[bin]) / (edges[bin + 1] - edges[bin])) - 1, -1, 1);

    /// <summary>Inverse of <see cref="PlaceWithin"/>.</summary>
    public double TimeAt(int bin, double place) => edges[bin] + (0.5 * (place + 1) * (edges[bin + 1] - edges[bin]));
}
