using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Evaluation.Privacy;

/// <summary>
/// What an attacker who holds the synthetic rows S, and reference patients R of the same population, thinks of each
/// candidate: the higher, the likelier a training patient. Points are rows; distances are Euclidean unless said otherwise.
/// </summary>
internal static class MembershipScores
{
    /// <summary>DOMIAS' guard against a density of 0.</summary>
    private static readonly double _logFloor = Math.Log(1e-10);

    /// <summary>GAN-leaks (Chen et al., CCS 2020, arXiv 1909.03935): exp(-min d²), in the same order as -min d.</summary>
    public static double[] GanLeaks(float[][] candidates, float[][] synthetic, Func<float[], float[], float> distance, int threads) =>
        [.. Closest(candidates, synthetic, distance, threads).Select(closest => -closest)];

    /// <summary>GAN-leaks calibrated by the reference (ibid.): d² to R less d² to S, in the order of its sigmoid.</summary>
    public static double[] GanLeaksCalibrated(
        float[][] candidates, float[][] synthetic, float[][] reference, Func<float[], float[], float> distance, int threads) =>
        [.. Closest(candidates, reference, distance, threads).Zip(
            Closest(candidates, synthetic, distance, threads), (toReference, toSynthetic) => (toReference * toReference) - (toSynthetic * toSynthetic))];

    /// <summary>
    /// DOMIAS (van Breugel et al., AISTATS 2023, arXiv 2302.12580): p_S / (p_R + 1e-10) by Gaussian kernels, as a
    /// logarithm.
    /// </summary>
    /// <returns>Null where a density cannot be had (<see cref="GaussianKernelDensity.Fit"/>).</returns>
    public static double[]? Domias(double[][] candidates, double[][] synthetic, double[][] reference)
    {
        if (GaussianKernelDensity.Fit(synthetic) is not { } drawn || GaussianKernelDensity.Fit(reference) is not { } real)
        {
            return null;
        }

        return [.. candidates.Select(point =>
        {
            double log = real.Log(point);
            double larger = Math.Max(log, _logFloor);
            return drawn.Log(point) - (larger + Math.Log(Math.Exp(log - larger) + Math.Exp(_logFloor - larger)));
        })];
    }

    /// <summary>
    /// DOMIAS with densities by the k-th neighbour, p ∝ d_k to the power of minus the dimension: ln d_k(R) - ln d_k(S), whose
    /// order needs no dimension. For rows of many columns, where kernels tell little.
    /// </summary>
    public static double[] DomiasNeighbours(
        float[][] candidates, float[][] synthetic, float[][] reference, int k, Func<float[], float[], float> distance, int threads)
    {
        const double leastDistance = 1e-6;
        float[][] toSynthetic = NearestRecords.Of(candidates, synthetic, k, threads, distance);
        float[][] toReference = NearestRecords.Of(candidates, reference, k, threads, distance);
        return [.. toReference.Zip(toSynthetic, (r, s) => Math.Log(Math.Max(r[^1], leastDistance)) - Math.Log(Math.Max(s[^1], leastDistance)))];
    }

    private static IEnumerable<double> Closest(float[][] points, float[][] records, Func<float[], float[], float> distance, int threads) =>
        NearestRecords.Of(points, records, 1, threads, distance).Select(nearest => (double)nearest[0]);
}
