using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Uses;

/// <summary>
/// How near imputed values come to the hidden ones, beside the most frequent category and the median of the rows that were
/// known. A draw from the true conditional distribution does worse than its mode in both: it is right for what follows,
/// not for each cell, so single cells are no reason to prefer a model that draws no spread.
/// </summary>
/// <param name="Accuracy">Share of hidden categories that were hit; cells still missing are misses.</param>
/// <param name="AccuracyByMode">Of the most frequent known category.</param>
/// <param name="Error">Mean |imputed - hidden| of numbers over the column's interquartile range; cells still missing count as the median's error.</param>
/// <param name="ErrorByMedian">Of the known median.</param>
public sealed record Imputation(Score Accuracy, Score AccuracyByMode, Score Error, Score ErrorByMedian)
{
    /// <param name="truth">The whole cohort.</param>
    /// <param name="masked">What was hidden of it.</param>
    /// <param name="imputed">The masked cohort filled in, rows in the same order.</param>
    /// <exception cref="ArgumentException">The imputed cohort has other rows or columns than the truth.</exception>
    public static Imputation Of(Cohort truth, MaskedCells masked, Cohort imputed)
    {
        if (imputed.Count != truth.Count || imputed.Schema.Columns.Count != truth.Schema.Columns.Count)
        {
            throw new ArgumentException($"{imputed.Count} imputed rows cannot be held against {truth.Count}.", nameof(imputed));
        }

        List<(double Imputed, double Plain)> hits = [];
        List<(double Imputed, double Plain)> errors = [];
        foreach (IGrouping<int, (int Row, int Column)> cells in masked.Cells.GroupBy(cell => cell.Column))
        {
            if (KnownValues.Of(masked.Masked, cells.Key) is { } known)
            {
                (known.IsDiscrete ? hits : errors).AddRange(cells.Select(cell => (
                    known.Worth(imputed[cell.Row, cell.Column], truth[cell.Row, cell.Column]),
                    known.Worth(known.Plain, truth[cell.Row, cell.Column]))));
            }
        }

        const string noCategory = "no known category was hidden";
        const string noNumber = "no known number was hidden";
        return new Imputation(
            Score.Mean([.. hits.Select(hit => hit.Imputed)], noCategory),
            Score.Mean([.. hits.Select(hit => hit.Plain)], noCategory),
            Score.Mean([.. errors.Select(error => error.Imputed)], noNumber),
            Score.Mean([.. errors.Select(error => error.Plain)], noNumber));
    }
}
