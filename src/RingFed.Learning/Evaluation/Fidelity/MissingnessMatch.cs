using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>
/// 1 - mean |share missing - share missing'| over the columns where either cohort misses a value: the mean of SDMetrics'
/// MissingValueSimilarity. Columns complete in both are left out, for they would hide the others.
/// </summary>
internal static class MissingnessMatch
{
    public static Score Of(Cohort reference, Cohort other)
    {
        if (reference.Count == 0 || other.Count == 0)
        {
            return Score.None("a cohort has no rows");
        }

        List<double> scores = [];
        for (int c = 0; c < reference.Schema.Columns.Count; c++)
        {
            double real = MissingShare(reference.Column(c));
            double drawn = MissingShare(other.Column(c));
            if (real > 0 || drawn > 0)
            {
                scores.Add(1 - Math.Abs(real - drawn));
            }
        }

        return Score.Mean(scores, "no value is missing in either cohort");
    }

    private static double MissingShare(ReadOnlySpan<double> values)
    {
        int missing = 0;
        foreach (double value in values)
        {
            missing += double.IsNaN(value) ? 1 : 0;
        }

        return (double)missing / values.Length;
    }
}
