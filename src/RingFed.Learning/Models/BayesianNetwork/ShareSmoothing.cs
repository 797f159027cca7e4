namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Shares from counts. A context with few records leans on the wider one that it is part of, and that in turn on
/// its own: the Dirichlet prior's pseudo records lie in proportion to the wider context's shares, so that smoothing neither
/// makes rare values more frequent nor gives any to a value that the ring never saw. It hides nothing: who knows the
/// smoothing gets the counts back, however small.
/// </summary>
internal static class ShareSmoothing
{
    /// <summary>Over the whole ring; even where nothing was counted.</summary>
    public static double[] Root(long[] counts)
    {
        double total = counts.Sum();
        return [.. counts.Select(count => total > 0 ? count / total : 1.0 / counts.Length)];
    }

    /// <param name="smoothing">Pseudo records per value.</param>
    public static double[] Towards(double[] wider, long[] counts, double smoothing)
    {
        double pseudo = smoothing * counts.Length;
        double total = counts.Sum() + pseudo;
        return [.. counts.Select((count, value) => (count + (pseudo * wider[value])) / total)];
    }
}
