using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation.Uses;

/// <summary>Known values that are hidden so that an imputation can be held against them.</summary>
/// <param name="Masked">The cohort with those cells missing, whatever the schema says of missing values.</param>
/// <param name="Cells">Row and column of each, in row order; none is of an endpoint.</param>
public sealed record MaskedCells(Cohort Masked, IReadOnlyList<(int Row, int Column)> Cells)
{
    /// <summary>Each known value that is no outcome is hidden with the same probability, completely at random.</summary>
    /// <param name="share">In 0..1.</param>
    public static MaskedCells Draw(Cohort cohort, double share, long seed)
    {
        HashSet<int> outcomes = [.. cohort.Schema.Endpoints.SelectMany(endpoint => new[] { endpoint.TimeColumn, endpoint.EventColumn })];
        SeededRandom random = new(seed);
        double[][] columns = [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];
        List<(int, int)> cells = [];
        for (int row = 0; row < cohort.Count; row++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                if (random.Bernoulli(share) && !outcomes.Contains(column) && !double.IsNaN(cohort[row, column]))
                {
                    columns[column][row] = double.NaN;
                    cells.Add((row, column));
                }
            }
        }

        return new MaskedCells(new Cohort(cohort.Schema, columns), cells);
    }
}
