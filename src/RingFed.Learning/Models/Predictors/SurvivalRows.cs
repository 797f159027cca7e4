using RingFed.Learning.Data;

namespace RingFed.Learning.Models.Predictors;

/// <summary>The patients that a survival model can learn from: those with a known endpoint, checked.</summary>
/// <param name="Rows">Their rows in the cohort.</param>
/// <param name="Times">Time to event or censoring, &gt; 0, in the column's unit.</param>
/// <param name="Events">True where the event was observed.</param>
internal sealed record SurvivalRows(int[] Rows, double[] Times, bool[] Events)
{
    public int Count => Rows.Length;

    /// <summary>Patients without time or without flag are left out; an event needs both.</summary>
    /// <exception cref="InvalidOperationException">A time is not above 0 or is infinite, or an observed event has no time.</exception>
    public static SurvivalRows Of(Cohort cohort, EndpointSchema endpoint)
    {
        string time = cohort.Schema.Columns[endpoint.TimeColumn].Name;
        int[] rows = [.. Enumerable.Range(0, cohort.Count).Where(row => IsKnown(cohort[row, endpoint.TimeColumn], cohort[row, endpoint.EventColumn], endpoint, time))];
        return new SurvivalRows(
            rows,
            [.. rows.Select(row => cohort[row, endpoint.TimeColumn])],
            [.. rows.Select(row => cohort[row, endpoint.EventColumn] == 1)]);
    }

    private static bool IsKnown(double time, double flag, EndpointSchema endpoint, string column)
    {
        if (double.IsNaN(time))
        {
            return flag != 1 ? false : throw new InvalidOperationException($"The endpoint '{endpoint.Name}' has an observed event without a time in '{column}'. Give the time, or leave the flag empty as well.");
        }

        return time > 0 && double.IsFinite(time)
            ? !double.IsNaN(flag)
            : throw new InvalidOperationException($"The endpoint '{endpoint.Name}' has a time in '{column}' that is not above 0. Correct it; a patient without follow-up has no endpoint, leave both columns empty.");
    }
}
