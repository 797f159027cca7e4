using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Survival;

/// <summary>Times and event flags of the patients whose endpoint is known.</summary>
/// <param name="Rows">Their row in the cohort.</param>
/// <param name="Times">Time to event or censoring, in the column's unit.</param>
/// <param name="Events">True where the event was observed, false where censored.</param>
public sealed record SurvivalSample(int[] Rows, double[] Times, bool[] Events)
{
    public int Count => Rows.Length;

    /// <summary>Rows with a missing time or flag are left out.</summary>
    public static SurvivalSample Of(Cohort cohort, EndpointSchema endpoint)
    {
        int[] rows = [.. Enumerable.Range(0, cohort.Count)
            .Where(row => !double.IsNaN(cohort[row, endpoint.TimeColumn] + cohort[row, endpoint.EventColumn]))];
        return new SurvivalSample(
            rows,
            [.. rows.Select(row => cohort[row, endpoint.TimeColumn])],
            [.. rows.Select(row => cohort[row, endpoint.EventColumn] == 1)]);
    }
}
