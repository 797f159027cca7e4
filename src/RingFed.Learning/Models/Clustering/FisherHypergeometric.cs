using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.Clustering;

/// <summary>
/// Fisher's multivariate non-central hypergeometric distribution with one ball of each colour: which n of G genes are
/// mutated, given that n are, is P(x | n, w) = Π w_i^x_i / e_n(w), e_n the elementary symmetric polynomial
/// (Fog, Communications in Statistics 37, 2008; its use on mutations: Dall'Olio et al., PLoS Comput Biol, pcbi.1011299).
/// Genes mutated independently with odds w_i have exactly this distribution given their number.
/// </summary>
internal static class FisherHypergeometric
{
    /// <summary>
    /// ln e_0(w) .. ln e_G(w) by e_n(w_1..w_i) = e_n(w_1..w_{i-1}) + w_i e_{n-1}(w_1..w_{i-1}), in log space since e_n leaves
    /// the range of a double at a few hundred genes. G²/2 steps.
    /// </summary>
    /// <param name="logWeights">Finite.</param>
    public static double[] LogSymmetricPolynomials(ReadOnlySpan<double> logWeights)
    {
        double[] logs = new double[logWeights.Length + 1];
        Array.Fill(logs, double.NegativeInfinity);
        logs[0] = 0;
        for (int i = 0; i < logWeights.Length; i++)
        {
            for (int n = i + 1; n >= 1; n--)
            {
                logs[n] = LogSum(logs[n], logWeights[i] + logs[n - 1]);
            }
        }

        return logs;
    }

    /// <summary>ln P(x | n, w), n the number of <paramref name="mutated"/> genes.</summary>
    /// <param name="logPolynomials">Of <see cref="LogSymmetricPolynomials"/>.</param>
    public static double LogProbability(ReadOnlySpan<int> mutated, ReadOnlySpan<double> logWeights, ReadOnlySpan<double> logPolynomials)
    {
        double sum = -logPolynomials[mutated.Length];
        foreach (int gene in mutated)
        {
            sum += logWeights[gene];
        }

        return sum;
    }

    private static double LogSum(double a, double b)
    {
        double larger = Math.Max(a, b);
        return double.IsNegativeInfinity(larger) ? larger : larger + ExactMath.Log1p(ExactMath.Exp(Math.Min(a, b) - larger));
    }
}
