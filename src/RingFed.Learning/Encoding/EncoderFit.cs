using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Encoding;

/// <summary>
/// Fits the encoders of all columns from one integer sum over the ring: histograms over declared ranges, category
/// counts, event flag x time, and the number of records. The encoder is a pure function of schema and total, with the
/// same bits on every machine, so that silos compare digests instead of trusting a coordinator.
/// </summary>
public static class EncoderFit
{
    /// <summary>k: totals below it are merged with neighbours or dropped.</summary>
    public const int MinimumCount = EncodingUnit.MinimumCount;

    /// <summary>Largest number of records one silo may count; far above any hospital, far below overflow.</summary>
    public const long RecordsPerSiloMax = 1L << 40;

    /// <summary>Name of the query: silos with another schema ask another name and are refused.</summary>
    public static string QueryName(CohortSchema schema) =>
        $"encoder-fit-2/{Convert.ToHexStringLower(SchemaDigest.Of(schema).AsSpan(0, 8))}";

    /// <summary>This silo's part of the sum. One record adds 1 to one cell of every unit and to the record count.</summary>
    public static StatisticQuery Query(Cohort cohort)
    {
        IReadOnlyList<EncodingUnit> units = EncodingUnit.Of(cohort.Schema);
        long[] values = new long[1 + units.Sum(unit => unit.Length)];
        values[0] = cohort.Count;
        int start = 1;
        foreach (EncodingUnit unit in units)
        {
            unit.Count(cohort, values.AsSpan(start, unit.Length));
            start += unit.Length;
        }

        int touched = 1 + units.Count;
        return StatisticQuery.OfCounts(
            QueryName(cohort.Schema), values, touched, Math.Sqrt(touched), RecordsPerSiloMax, MinimumCount,
            "Fit the encoders of all columns from histograms over the schema's ranges.");
    }

    /// <summary>The encoder that a total gives.</summary>
    /// <exception cref="ArgumentException">The total has another length than the schema's query, or a negative entry.</exception>
    /// <exception cref="InvalidOperationException">The ring holds fewer than <see cref="MinimumCount"/> records.</exception>
    public static FittedEncoder FromTotal(CohortSchema schema, ReadOnlySpan<long> total)
    {
        IReadOnlyList<EncodingUnit> units = EncodingUnit.Of(schema);
        int length = 1 + units.Sum(unit => unit.Length);
        if (total.Length != length || total.ContainsAnyInRange(long.MinValue, -1))
        {
            throw new ArgumentException($"The schema `{schema.Name}` needs {length} counts of 0 or more; {total.Length} numbers were given.", nameof(total));
        }

        long records = total[0];
        if (records < MinimumCount)
        {
            throw new InvalidOperationException($"The ring holds {records} records; fewer than {MinimumCount} are not encoded.");
        }

        List<ColumnEncoding> columns = [];
        int start = 1;
        foreach (EncodingUnit unit in units)
        {
            columns.Add(unit.Fit(total.Slice(start, unit.Length), records));
            start += unit.Length;
        }

        return new FittedEncoder(schema, records, columns, EncoderDigest.Of(schema, records, columns));
    }

    /// <summary>Asks the ring for the total and fits.</summary>
    /// <exception cref="InvalidOperationException">The ring refused the sum, or holds too few records.</exception>
    public static async Task<FittedEncoder> FitAsync(Cohort cohort, IRingSum ring, CancellationToken cancellationToken)
    {
        RingTotal total = await ring.SumAsync(Query(cohort), cancellationToken).ConfigureAwait(false);
        return FromTotal(cohort.Schema, total.Counts());
    }

    /// <summary>The encoder of cohorts that lie in one process: for experiments, tests and the pooled arm.</summary>
    public static FittedEncoder FitLocally(params IReadOnlyList<Cohort> cohorts)
    {
        Int128[] total = Query(cohorts[0]).Values;
        foreach (Cohort cohort in cohorts.Skip(1))
        {
            Int128[] part = Query(cohort).Values;
            for (int i = 0; i < total.Length; i++)
            {
                total[i] += part[i];
            }
        }

        return FromTotal(cohorts[0].Schema, new RingTotal(total, []).Counts());
    }
}
