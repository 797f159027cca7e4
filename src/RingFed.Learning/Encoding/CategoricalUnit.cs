using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding;

/// <summary>Cells: missing, then one a category. Categories below k count as 0 and are added to no other.</summary>
internal sealed class CategoricalUnit(int column, ColumnSchema schema) : EncodingUnit
{
    public override int Length => 1 + schema.Categories.Count;

    public override void Count(Cohort cohort, Span<long> cells)
    {
        foreach (double value in cohort.Column(column))
        {
            cells[double.IsNaN(value) ? 0 : 1 + (int)value]++;
        }
    }

    public override ColumnEncoding Fit(ReadOnlySpan<long> total, long records)
    {
        long[] counts = total[1..].ToArray();
        return new CategoricalEncoding(
            column,
            schema.Name,
            MissingFraction(total[0], records),
            [.. counts.Select(count => count < MinimumCount ? 0 : count)]);
    }
}
