using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork.Personal;

/// <summary>
/// Factors between events seen and events expected, shrunk to 1: events ~ Poisson(factor x expected), factor ~ Gamma(s, s),
/// posterior mean (events + s) / (expected + s). s, the events that the prior counts for, is the same for all and has the largest
/// marginal likelihood, which is negative binomial (Clayton and Kaldor 1987, Biometrics 43(3)); no factor where none exceeds
/// that of 1.
/// </summary>
internal static class GammaFactors
{
    private static readonly double[] _strengths = [1_000, 300, 100, 50, 25, 12, 6, 3, 1.5, 0.75];

    /// <param name="events">Seen; those where none are expected are left out, and have factor 1.</param>
    /// <param name="expected">0 or more.</param>
    public static double[] Of(double[] events, double[] expected)
    {
        double best = double.PositiveInfinity;
        double evidence = 0;
        foreach (double strength in _strengths)
        {
            double reached = events.Zip(expected, (seen, due) => due > 0 ? Evidence(seen, due, strength) : 0).Sum();
            if (reached > evidence)
            {
                (best, evidence) = (strength, reached);
            }
        }

        return [.. events.Zip(expected, (seen, due) => due > 0 && double.IsFinite(best) ? (seen + best) / (due + best) : 1)];
    }

    /// <summary>Log of the marginal likelihood over the likelihood at factor 1.</summary>
    private static double Evidence(double seen, double due, double strength)
    {
        double sum = due + (strength * ExactMath.Log(strength / (strength + due)));
        for (int i = 0; i < seen; i++)
        {
            sum += ExactMath.Log((strength + i) / (strength + due));
        }

        return sum;
    }
}
