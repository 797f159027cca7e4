using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Uses;

/// <summary>
/// How near imputed values of one column come to the hidden ones. A draw is held against a draw, a best guess against a best
/// guess: who draws is wrong more often than who names the most frequent, and right for what follows.
/// </summary>
/// <param name="IsDiscrete">Whether the four are shares of categories hit (higher is better); if not, mean |value - hidden| over the column's interquartile range (lower is better).</param>
/// <param name="Hidden">Cells that were hidden.</param>
/// <param name="Drawn">Of single draws, averaged over all.</param>
/// <param name="Floor">Of draws from the column's known values, whoever the patient is.</param>
/// <param name="Guessed">Of the draws' most frequent category, or their median.</param>
/// <param name="Plain">Of the known values' most frequent category, or their median.</param>
public sealed record ColumnImputation(string Column, bool IsDiscrete, int Hidden, double Drawn, double Floor, double Guessed, double Plain)
{
    /// <param name="truth">The whole cohort.</param>
    /// <param name="masked">What was hidden of it.</param>
    /// <param name="draws">The masked cohort filled in, once a draw, rows in the same order.</param>
    /// <returns>One a column with hidden cells, in schema order; columns of which nothing is known are left out.</returns>
    /// <exception cref="ArgumentException">There is no draw, or one has other rows or columns than the truth.</exception>
    public static IReadOnlyList<ColumnImputation> Of(Cohort truth, MaskedCells masked, IReadOnlyList<Cohort> draws)
    {
        if (draws.Count == 0 || draws.Any(draw => draw.Count != truth.Count || draw.Schema.Columns.Count != truth.Schema.Columns.Count))
        {
            throw new ArgumentException($"An imputation of {truth.Count} rows is checked by draws of as many.", nameof(draws));
        }

        return [.. masked.Cells.GroupBy(cell => cell.Column, cell => cell.Row).OrderBy(rows => rows.Key)
            .Select(rows => KnownValues.Of(masked.Masked, rows.Key) is { } known ? Of(truth, rows.Key, [.. rows], known, draws) : null)
            .OfType<ColumnImputation>()];
    }

    private static ColumnImputation Of(Cohort truth, int column, int[] rows, KnownValues known, IReadOnlyList<Cohort> draws) => new(
        truth.Schema.Columns[column].Name,
        known.IsDiscrete,
        rows.Length,
        rows.Average(row => draws.Average(draw => known.Worth(draw[row, column], truth[row, column]))),
        rows.Average(row => known.WorthOfAny(truth[row, column])),
        rows.Average(row => known.Worth(known.Together(draws.Select(draw => draw[row, column])), truth[row, column])),
        rows.Average(row => known.Worth(known.Plain, truth[row, column])));
}
