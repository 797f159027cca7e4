namespace RingFed.Federation.Aggregation;

/// <summary>
/// FedNova (Wang et al. 2020, equation 8, plain SGD): each update is divided by its local steps and all are multiplied
/// by the median of the steps, so that a silo that took more steps does not pull harder. The median, not the mean:
/// steps are claimed, and one silo's claim must not scale everyone's result. For the same reason the lower of the middle
/// two of an even number: their mean would let the larger of two claims scale both updates.
/// </summary>
public static class StepNormalisation
{
    /// <summary>median(steps) / steps[i]; of an even number, the lower of the middle two.</summary>
    /// <param name="steps">At least one value, each at least 1.</param>
    public static double[] Factors(ReadOnlySpan<long> steps)
    {
        long[] sorted = steps.ToArray();
        Array.Sort(sorted);
        double median = sorted[(sorted.Length - 1) / 2];
        double[] factors = new double[steps.Length];
        for (int silo = 0; silo < factors.Length; silo++)
        {
            factors[silo] = median / steps[silo];
        }

        return factors;
    }
}
