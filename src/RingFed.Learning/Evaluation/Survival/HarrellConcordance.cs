namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Harrell's C (Harrell, Lee, Mark, Statistics in Medicine 1996): the share of usable pairs in which the patient who
/// fails first has the higher risk; equal risks count a half. A pair is usable when the earlier time is an event; at
/// equal times an event comes before a censoring, and two events at one time are no pair. The conventions of
/// <c>concordance</c> in R's survival package. Every pair is looked at: n² steps.
/// </summary>
public static class HarrellConcordance
{
    /// <returns>C in 0..1, or null where no pair is usable.</returns>
    public static double? Of(ReadOnlySpan<double> risks, SurvivalSample sample)
    {
        double concordant = 0;
        long usable = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            for (int j = 0; sample.Events[i] && j < sample.Count; j++)
            {
                if (FailsFirst(sample, i, j))
                {
                    usable++;
                    concordant += risks[i] > risks[j] ? 1 : risks[i] == risks[j] ? .5 : 0;
                }
            }
        }

        return usable == 0 ? null : concordant / usable;
    }

    /// <summary>Whether the two are a usable pair in which <paramref name="eventRow"/>, an event, comes first.</summary>
    public static bool FailsFirst(SurvivalSample sample, int eventRow, int other) =>
        sample.Times[eventRow] < sample.Times[other]
        || (sample.Times[eventRow] == sample.Times[other] && !sample.Events[other]);
}
