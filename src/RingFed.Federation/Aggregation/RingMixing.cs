namespace RingFed.Federation.Aggregation;

/// <summary>
/// How fast gossip with Metropolis weights evens out differences on a ring. Its mixing matrix is circulant with 1/3 on
/// and beside the diagonal, so its eigenvalues are (1 + 2 cos(2 pi k / n)) / 3.
/// For operators only; nothing that is agreed depends on it.
/// </summary>
internal static class RingMixing
{
    /// <summary>1 - the largest size of an eigenvalue other than the first: 1 for two and three silos, then falling.</summary>
    /// <param name="silos">2 or more.</param>
    public static double SpectralGap(int silos)
    {
        if (silos < 4)
        {
            return 1;
        }

        double largest = 0;
        for (int k = 1; k < silos; k++)
        {
            largest = Math.Max(largest, Math.Abs(1 + (2 * Math.Cos(2 * Math.PI * k / silos))) / 3);
        }

        return 1 - largest;
    }

    /// <summary>Rounds in which a difference between silos falls to 1/e, and the horizon of the mode: 1 / gap, about 3 n² / (4 pi²).</summary>
    public static double Rounds(int silos) => 1 / SpectralGap(silos);
}
