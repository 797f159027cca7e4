namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Concordance weighted by the inverse probability of censoring (Uno, Cai, Pencina, D'Agostino, Wei, Statistics in Medicine
/// 2011, equation 6): a pair counts 1 / G(t-)², t being the time of the event, G the product-limit curve of censoring in the
/// same sample. So it does not depend on who was censored when. Pairs and ties as in <see cref="HarrellConcordance"/>;
/// deaths come before censorings of their time, as in R's <c>concordance(timewt = "n/G2")</c>.
/// </summary>
public static class UnoConcordance
{
    /// <param name="risks">Finite, one a patient of the sample.</param>
    /// <param name="horizon">Events after it count in no pair (R: <c>ymax</c>); the last ones weigh most where follow-up is thin.</param>
    /// <returns>C in 0..1, or null where no pair is usable.</returns>
    public static double? Of(ReadOnlySpan<double> risks, SurvivalSample sample, double horizon = double.PositiveInfinity)
    {
        double[] curve = Uncensored(sample);
        (double concordant, double usable) = ConcordantPairs.Of(
            risks, sample, patient => sample.Times[patient] <= horizon ? 1 / (curve[patient] * curve[patient]) : 0);
        return usable == 0 ? null : concordant / usable;
    }

    /// <summary>G just before each patient's time; above 0 wherever a pair is usable, since somebody is still under observation.</summary>
    private static double[] Uncensored(SurvivalSample sample)
    {
        int[] order = [.. Enumerable.Range(0, sample.Count).OrderBy(i => sample.Times[i])];
        double[] curve = new double[sample.Count];
        double current = 1;
        for (int start = 0, end; start < order.Length; start = end)
        {
            int deaths = 0;
            for (end = start; end < order.Length && sample.Times[order[end]] == sample.Times[order[start]]; end++)
            {
                curve[order[end]] = current;
                deaths += sample.Events[order[end]] ? 1 : 0;
            }

            int atRisk = order.Length - start - deaths;
            current *= atRisk == 0 ? 1 : 1 - ((double)(end - start - deaths) / atRisk);
        }

        return curve;
    }
}
