using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork.Personal;

/// <summary>
/// How strongly the ring's risk score acts at a site: hazards go with exp(slope x score), the calibration slope of van
/// Houwelingen 2000 (Statistics in Medicine 19(24)). Normal around 1 a priori, its precision by evidence (Laplace), over the
/// profile likelihood Σ_ended slope x score - ended log Σ exposure exp(slope x score). A score that tells sites apart, of censoring above
/// all, tells less within a site.
/// </summary>
/// <param name="scores">Log hazard ratio of each record by the ring's effects.</param>
/// <param name="exposures">Cumulative ring hazard of each record up to its end, at score 0.</param>
/// <param name="ended">Whether it ended this way.</param>
internal sealed class RiskSlope(double[] scores, double[] exposures, bool[] ended)
{
    private const int Steps = 25;

    private const double StepMax = 0.5;

    private static readonly double[] _precisions = [100, 30, 10, 4, 1];

    /// <summary>1 where evidence asks for no other.</summary>
    public double Best()
    {
        double best = 1;
        double evidence = 0;
        double ring = At(1).Value;
        foreach (double precision in ended.Contains(true) && exposures.Any(exposure => exposure > 0) ? _precisions : [])
        {
            double slope = Climb(precision);
            (double value, _, double curvature) = At(slope);
            double reached = value - ring + ((ExactMath.Log(precision / (precision + curvature)) - (precision * (slope - 1) * (slope - 1))) / 2);
            if (reached > evidence)
            {
                (best, evidence) = (slope, reached);
            }
        }

        return best;
    }

    private double Climb(double precision)
    {
        double slope = 1;
        for (int step = 0; step < Steps; step++)
        {
            (_, double gradient, double curvature) = At(slope);
            slope += Math.Clamp((gradient - (precision * (slope - 1))) / (curvature + precision), -StepMax, StepMax);
        }

        return slope;
    }

    private (double Value, double Gradient, double Curvature) At(double slope)
    {
        (double mass, double first, double second, double events, double endedScores) = (0, 0, 0, 0, 0);
        for (int row = 0; row < scores.Length; row++)
        {
            double weight = exposures[row] * SurvivalHead.Ratio(slope * scores[row]);
            mass += weight;
            first += weight * scores[row];
            second += weight * scores[row] * scores[row];
            events += ended[row] ? 1 : 0;
            endedScores += ended[row] ? scores[row] : 0;
        }

        double mean = mass > 0 ? first / mass : 0;
        double variance = mass > 0 ? Math.Max(0, (second / mass) - (mean * mean)) : 0;
        return ((slope * endedScores) - (mass > 0 ? events * ExactMath.Log(mass) : 0), endedScores - (events * mean), events * variance);
    }
}
