namespace RingFed.Learning.Evaluation.Ring;

/// <summary>
/// FC of the source work: how far silos' models are apart, Σ_k Σ_p (θ_kp - θ̄_p)² / (K ‖θ̄‖²). Measured before the merge it
/// tells how much silos disagree; after a deterministic aggregate it is 0, which is a check and no score.
/// </summary>
public static class ParameterConsistency
{
    /// <param name="silos">Parameters of each silo, all in one layout.</param>
    /// <returns>At least 0; none where the mean is the zero vector or a parameter is not finite.</returns>
    /// <exception cref="ArgumentException">There is no silo, or layouts differ in length.</exception>
    public static Score Of(IReadOnlyList<float[]> silos)
    {
        if (silos.Count == 0 || silos.Any(silo => silo.Length != silos[0].Length))
        {
            throw new ArgumentException("Consistency is taken over silos of one layout; none or different lengths were given.", nameof(silos));
        }

        double spread = 0;
        double norm = 0;
        for (int p = 0; p < silos[0].Length; p++)
        {
            double mean = 0;
            for (int k = 0; k < silos.Count; k++)
            {
                mean += silos[k][p];
            }

            mean /= silos.Count;
            for (int k = 0; k < silos.Count; k++)
            {
                spread += (silos[k][p] - mean) * (silos[k][p] - mean);
            }

            norm += mean * mean;
        }

        double consistency = spread / (silos.Count * norm);
        return double.IsFinite(consistency) ? new Score(consistency) : Score.None("the mean of the parameters is zero, or one is not finite");
    }
}
