using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.Sampling;

/// <summary>What a single condition means and whether it can be met at all.</summary>
internal static class ConditionCheck
{
    public static bool Holds(SampleCondition condition, double value) => condition switch
    {
        CategoryCondition category => value == category.Category,
        RangeCondition range => value >= range.Minimum && value <= range.Maximum,
        _ => throw new NotSupportedException($"{condition.GetType().Name} is not a condition on a table."),
    };

    public static string Describe(CohortSchema schema, SampleCondition condition)
    {
        ColumnSchema column = schema.Columns[condition.Column];
        return condition switch
        {
            CategoryCondition category when category.Category >= 0 && category.Category < column.Categories.Count => $"{column.Name} = {column.Categories[category.Category]}",
            CategoryCondition category => $"{column.Name} = category {category.Category}",
            RangeCondition range => string.Create(CultureInfo.InvariantCulture, $"{column.Name} in {range.Minimum}..{range.Maximum}"),
            _ => column.Name,
        };
    }

    /// <exception cref="UnsatisfiableConditionException">The condition is not of its column's kind, or asks for what the schema excludes.</exception>
    public static void Fits(CohortSchema schema, SampleCondition condition)
    {
        ColumnSchema column = schema.Columns[condition.Column];
        string? fault = condition switch
        {
            CategoryCondition when !column.IsDiscrete => "the column is numeric; ask for a range",
            CategoryCondition category when category.Category < 0 || category.Category >= column.Categories.Count => "the schema has no such category",
            RangeCondition when column.IsDiscrete => "the column is categorical; ask for a category",
            RangeCondition range when !Reachable(column, range) => string.Create(CultureInfo.InvariantCulture, $"no value with {column.Decimals} decimals between {column.Minimum} and {column.Maximum} lies in it"),
            _ => null,
        };
        if (fault is not null)
        {
            throw new UnsatisfiableConditionException($"{Describe(schema, condition)}: {fault}.");
        }
    }

    /// <exception cref="UnsatisfiableConditionException">The ring has no record in the range that all conditions leave.</exception>
    public static void HasSupport(CohortSchema schema, ContinuousEncoding encoding, IReadOnlyList<SampleCondition> conditions)
    {
        RangeCondition[] ranges = [.. conditions.Cast<RangeCondition>()];
        ColumnSchema column = schema.Columns[encoding.Column];
        double low = ColumnScale.Forward(column.Transform, Math.Max(column.Minimum, ranges.Max(range => range.Minimum)));
        double high = ColumnScale.Forward(column.Transform, Math.Min(column.Maximum, ranges.Min(range => range.Maximum)));
        for (int bin = 0; bin < encoding.BinCounts.Length; bin++)
        {
            if (encoding.BinCounts[bin] > 0 && encoding.BinEdges[bin] <= high && encoding.BinEdges[bin + 1] >= low && low <= high)
            {
                return;
            }
        }

        throw NoSupport(schema, conditions);
    }

    public static UnsatisfiableConditionException NoSupport(CohortSchema schema, IEnumerable<SampleCondition> conditions) =>
        new($"{string.Join(" and ", conditions.Select(condition => Describe(schema, condition)))}: no record of the ring is like that, or too few to be told.");

    private static bool Reachable(ColumnSchema column, RangeCondition range)
    {
        double scale = Math.Pow(10, column.Decimals);
        double low = Math.Max(range.Minimum, column.Minimum);
        double high = Math.Min(range.Maximum, column.Maximum);
        return low <= high && (Math.Ceiling(low * scale) <= Math.Floor(high * scale) || low == high);
    }
}
