namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Harrell's C (Harrell, Lee, Mark, Statistics in Medicine 1996): the share of usable pairs in which the patient who
/// fails first has the higher risk; equal risks count a half. A pair is usable when the earlier time is an event; at
/// equal times an event comes before a censoring, and two events at one time are no pair. The conventions of
/// <c>concordance</c> in R's survival package.
/// </summary>
public static class HarrellConcordance
{
    /// <param name="risks">Finite, one a patient of the sample.</param>
    /// <returns>C in 0..1, or null where no pair is usable.</returns>
    public static double? Of(ReadOnlySpan<double> risks, SurvivalSample sample)
    {
        (double concordant, double usable) = ConcordantPairs.Of(risks, sample, _ => 1);
        return usable == 0 ? null : concordant / usable;
    }
}
