namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Hazard of the first arm over the second's: Cox's model with the arm as its only covariate, Breslow's ties, Newton from 0;
/// the partial likelihood is concave in one number. <c>coxph(ties = "breslow")</c> of R's survival package.
/// </summary>
/// <param name="Log">ln of the ratio.</param>
/// <param name="StandardError">Of the logarithm, from the observed information.</param>
internal sealed record HazardRatio(double Log, double StandardError)
{
    private const double NormalQuantile975 = 1.959963984540054;
    private const int IterationsMax = 50;
    private const double Tolerance = 1e-12;

    /// <summary>Beyond, an arm has all the events, and the estimate runs away.</summary>
    private const double LogMax = 10;

    public double Low => Log - (NormalQuantile975 * StandardError);

    public double High => Log + (NormalQuantile975 * StandardError);

    public bool Covers(double logRatio) => Low <= logRatio && logRatio <= High;

    /// <returns>Null where the ratio is not finite: an arm is empty, or has no event while the other is at risk.</returns>
    public static HazardRatio? Of(SurvivalSample first, SurvivalSample second)
    {
        TwoArmTable table = TwoArmTable.Of(first, second);
        double log = 0;
        for (int iteration = 0; iteration < IterationsMax; iteration++)
        {
            (double score, double information) = At(table, log);
            if (information <= 0)
            {
                return null;
            }

            // Concave and smooth, but far from 0 the information fades: a step is never longer than 1.
            double step = Math.Clamp(score / information, -1, 1);
            log += step;
            if (Math.Abs(log) > LogMax)
            {
                return null;
            }

            if (Math.Abs(step) < Tolerance)
            {
                break;
            }
        }

        return new HazardRatio(log, 1 / Math.Sqrt(At(table, log).Information));
    }

    private static (double Score, double Information) At(TwoArmTable table, double log)
    {
        double ratio = Math.Exp(log);
        double score = 0;
        double information = 0;
        foreach (TwoArmTable.Row row in table.Rows)
        {
            double first = row.AtRisk * ratio;
            double share = first / (first + row.AllAtRisk - row.AtRisk);
            score += row.Events - (row.AllEvents * share);
            information += row.AllEvents * share * (1 - share);
        }

        return (score, information);
    }
}
