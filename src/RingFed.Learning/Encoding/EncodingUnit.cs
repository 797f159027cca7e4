using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding;

/// <summary>
/// One encoded unit of a schema: how a silo counts it and how the ring's total becomes an encoding. Every record adds
/// exactly 1 to exactly one of its cells. Cell 0 counts missing values.
/// </summary>
internal abstract class EncodingUnit
{
    /// <summary>k: totals below it are merged with neighbours or dropped.</summary>
    public const int MinimumCount = 10;

    /// <summary>Number of cells.</summary>
    public abstract int Length { get; }

    /// <summary>Adds the records of <paramref name="cohort"/> to <paramref name="cells"/> ([Length]).</summary>
    public abstract void Count(Cohort cohort, Span<long> cells);

    /// <summary>The encoding that the total of all silos gives.</summary>
    public abstract ColumnEncoding Fit(ReadOnlySpan<long> total, long records);

    /// <summary>The units of a schema, in its order; an endpoint stands where its time column does.</summary>
    public static IReadOnlyList<EncodingUnit> Of(CohortSchema schema)
    {
        List<EncodingUnit> units = [];
        for (int column = 0; column < schema.Columns.Count; column++)
        {
            EndpointSchema? endpoint = schema.Endpoints.FirstOrDefault(
                candidate => candidate.TimeColumn == column || candidate.EventColumn == column);
            if (endpoint is null)
            {
                units.Add(schema.Columns[column].IsDiscrete
                    ? new CategoricalUnit(column, schema.Columns[column])
                    : new NumericUnit(column, schema.Columns[column]));
            }
            else if (endpoint.TimeColumn == column)
            {
                units.Add(new EndpointUnit(endpoint, schema.Columns[column]));
            }
        }

        return units;
    }

    protected static double MissingFraction(long missing, long records) =>
        missing < MinimumCount ? 0 : (double)missing / records;
}
