using MathNet.Numerics;

namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Do two arms survive alike? The log-rank test (Mantel 1966; Peto and Peto 1972) with hypergeometric variance, one degree
/// of freedom: <c>survdiff</c> of R's survival package.
/// </summary>
internal sealed record LogRank(double ChiSquare, double P)
{
    /// <returns>Null where no event tells the arms apart: none happened while both had patients at risk.</returns>
    public static LogRank? Of(SurvivalSample first, SurvivalSample second)
    {
        double excess = 0;
        double variance = 0;
        foreach (TwoArmTable.Row row in TwoArmTable.Of(first, second).Rows)
        {
            double share = (double)row.AtRisk / row.AllAtRisk;
            excess += row.Events - (row.AllEvents * share);
            variance += row.AllAtRisk == 1
                ? 0
                : row.AllEvents * share * (1 - share) * (row.AllAtRisk - row.AllEvents) / (row.AllAtRisk - 1);
        }

        if (variance <= 0)
        {
            return null;
        }

        double chiSquare = excess * excess / variance;
        return new LogRank(chiSquare, SpecialFunctions.GammaUpperRegularized(.5, chiSquare / 2));
    }
}
