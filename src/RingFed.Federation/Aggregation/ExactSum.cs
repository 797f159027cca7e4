namespace RingFed.Federation.Aggregation;

/// <summary>Adds integer statistics of silos without rounding; order cannot matter. Overflow is refused, never wrapped.</summary>
public static class ExactSum
{
    /// <summary>total += values.</summary>
    /// <exception cref="AggregationException">Lengths differ, or a sum leaves int64; the total is then worthless.</exception>
    public static void Add(ReadOnlySpan<long> values, Span<long> total)
    {
        if (values.Length != total.Length)
        {
            throw new AggregationException(
                AggregationFault.InputShape, $"A statistic of {values.Length} integers cannot be added to one of {total.Length}.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            long sum = unchecked(total[i] + values[i]);
            if (((total[i] ^ sum) & (values[i] ^ sum)) < 0)
            {
                throw new AggregationException(
                    AggregationFault.Overflow,
                    $"integer {i} leaves 64 bits when added up, which no cohort yields.");
            }

            total[i] = sum;
        }
    }
}
