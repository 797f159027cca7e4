using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Fidelity;
using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Evaluation.Strata;

/// <summary>
/// Do risk strata, such as IPSS-R's, hold in the other cohort: are they as frequent, do their patients survive as those of
/// the reference do, and does the recorded stratum follow from the values it is defined by?
/// </summary>
internal static class StrataAgreement
{
    private const double WorstGap = 1;

    /// <summary>1 - total variation distance of the strata's shares, over patients with a known stratum.</summary>
    public static Score Shares(Cohort reference, Cohort other, int column)
    {
        int[] real = Known(reference, column);
        int[] drawn = Known(other, column);
        return real.Length == 0 || drawn.Length == 0
            ? Score.None("nobody's stratum is known in one of the cohorts")
            : new Score(1 - LabelShares.TotalVariation(real, drawn));
    }

    /// <summary>
    /// Mean over strata of the mean Kaplan-Meier gap. The strata are those that the reference has patients enough of for a
    /// curve; where the other cohort has too few of one, its gap is 1, the worst: else leaving patients out would pay.
    /// </summary>
    public static Score Survival(Cohort reference, Cohort other, int column, EndpointSchema endpoint)
    {
        if (Known(other, column).Length == 0)
        {
            return Score.None("nobody's stratum is known in the other cohort");
        }

        List<double> gaps = [];
        for (int stratum = 0; stratum < reference.Schema.Columns[column].Categories.Count; stratum++)
        {
            SurvivalSample real = SurvivalSample.Of(Rows(reference, column, stratum), endpoint);
            SurvivalSample drawn = SurvivalSample.Of(Rows(other, column, stratum), endpoint);
            if (real.Count >= KaplanMeierGap.RowsMin && drawn.Count < KaplanMeierGap.RowsMin && real.Events.Contains(true))
            {
                gaps.Add(WorstGap);
            }
            else if (KaplanMeierGap.Of(real, drawn).Integrated.Value is { } gap)
            {
                gaps.Add(gap);
            }
        }

        return Score.Mean(gaps, "no stratum has enough patients in the reference") with { Note = gaps.Count == 0 ? null : $"{gaps.Count} strata" };
    }

    /// <summary>Weighted kappa of the recorded stratum and the one that <paramref name="rule"/> gives, where both are known.</summary>
    public static Score Consistency(Cohort cohort, int column, Func<Cohort, int, int?> rule)
    {
        (int Recorded, int Ruled)[] pairs = [.. Enumerable.Range(0, cohort.Count)
            .Where(row => !double.IsNaN(cohort[row, column]))
            .Select(row => (Recorded: (int)cohort[row, column], Ruled: rule(cohort, row)))
            .Where(pair => pair.Ruled is not null)
            .Select(pair => (pair.Recorded, pair.Ruled!.Value))];
        double? kappa = WeightedKappa.Of([.. pairs.Select(pair => pair.Recorded)], [.. pairs.Select(pair => pair.Ruled)]);
        return kappa is { } value ? new Score(value) : Score.None("recorded and computed strata do not vary, or none is known");
    }

    private static int[] Known(Cohort cohort, int column) =>
        [.. cohort.Column(column).ToArray().Where(value => !double.IsNaN(value)).Select(value => (int)value)];

    private static Cohort Rows(Cohort cohort, int column, int stratum) =>
        cohort.Take([.. Enumerable.Range(0, cohort.Count).Where(row => cohort[row, column] == stratum)]);
}
