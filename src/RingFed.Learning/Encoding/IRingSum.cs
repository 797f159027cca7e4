namespace RingFed.Learning.Encoding;

/// <summary>
/// One integer statistic that the ring adds up. Everything that a silo's records contribute to a shared number
/// goes through such a query, so that what left, how sensitive it was and why can be booked in one place.
/// </summary>
/// <param name="Name">Stable name of the statistic; silos that add up different names are refused.</param>
/// <param name="Values">This silo's part: counts as they are, real numbers times 2^<see cref="ScaleBits"/> and rounded.</param>
/// <param name="SensitivityL1">Largest L1 change, before scaling, when one record is added or removed: of the numbers that <paramref name="Values"/> stand for, which are Values x 2^-<see cref="ScaleBits"/>. Rounding, of at most 2^-<see cref="ScaleBits"/> an entry, is not counted.</param>
/// <param name="SensitivityL2">Largest L2 change, before scaling, of the same numbers.</param>
/// <param name="Bound">Largest absolute value, before scaling, that one silo may contribute to one entry; checked locally before anything leaves.</param>
/// <param name="MinimumCount">k: cells of the total below it must be merged or dropped by whoever uses the total.</param>
/// <param name="Purpose">Sentence for the audit log.</param>
public sealed record StatisticQuery(
    string Name,
    Int128[] Values,
    double SensitivityL1,
    double SensitivityL2,
    long Bound,
    int MinimumCount,
    string Purpose)
{
    /// <summary>Numbers are multiples of 2^-ScaleBits, 0 to <see cref="ScaleBitsMax"/>; 0 for counts.</summary>
    public int ScaleBits { get; init; }

    /// <summary>With it n x bound x scale stays below 2^127 for any bound and up to 16,384 silos (DESIGN 7.4).</summary>
    public const int ScaleBitsMax = 50;

    /// <summary>A query of whole numbers.</summary>
    public static StatisticQuery OfCounts(
        string name, ReadOnlySpan<long> counts, double sensitivityL1, double sensitivityL2, long bound, int minimumCount, string purpose)
    {
        Int128[] values = new Int128[counts.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = counts[i];
        }

        return new StatisticQuery(name, values, sensitivityL1, sensitivityL2, bound, minimumCount, purpose);
    }

    /// <summary>
    /// A query of real numbers in fixed point, rounded to nearest even. The same numbers give the same integers at every
    /// silo, and integers add up in any order: so a sum over the ring equals the sum over the parts to the last bit.
    /// </summary>
    /// <exception cref="InvalidOperationException">A number is not finite, or beyond the bound; nothing was sent.</exception>
    public static StatisticQuery OfReals(
        string name, ReadOnlySpan<double> numbers, double sensitivityL1, double sensitivityL2, long bound, int scaleBits, int minimumCount, string purpose)
    {
        Int128[] values = new Int128[numbers.Length];
        double scale = Math.ScaleB(1, scaleBits);
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(numbers[i]) || Math.Abs(numbers[i]) > bound)
            {
                throw new InvalidOperationException($"The statistic `{name}` holds {numbers[i]} where at most {bound} in size is declared; nothing was sent.");
            }

            values[i] = (Int128)Math.Round(numbers[i] * scale, MidpointRounding.ToEven);
        }

        return new StatisticQuery(name, values, sensitivityL1, sensitivityL2, bound, minimumCount, purpose) { ScaleBits = scaleBits };
    }

    /// <summary>To be called by every sum before anything leaves.</summary>
    /// <exception cref="InvalidOperationException">An entry exceeds <see cref="Bound"/>, or bound or scale are out of range.</exception>
    public void RequireWithinBound()
    {
        if (Bound < 0 || ScaleBits is < 0 or > ScaleBitsMax)
        {
            throw new InvalidOperationException($"The statistic `{Name}` declares a bound of {Bound} and {ScaleBits} fraction bits; a bound is 0 or more, and there are at most {ScaleBitsMax} bits. Nothing was sent.");
        }

        Int128 most = BigBound;
        if (Values.Any(value => value > most || value < -most))
        {
            throw new InvalidOperationException($"The statistic `{Name}` exceeds its own bound of {Bound}; nothing was sent.");
        }
    }

    private Int128 BigBound => (Int128)Bound << Math.Clamp(ScaleBits, 0, ScaleBitsMax);
}

/// <summary>Adds integer vectors over all silos. Every silo gets the same total, and the ring decides who was in it.</summary>
public interface IRingSum
{
    /// <summary>The element-wise total over the contributing silos.</summary>
    /// <exception cref="InvalidOperationException">The query exceeds its own bound, or the ring refused the sum.</exception>
    Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken);
}

/// <param name="Values">Element-wise total.</param>
/// <param name="Contributors">Ids of the silos whose part is inside, in roster order.</param>
public sealed record RingTotal(Int128[] Values, IReadOnlyList<string> Contributors)
{
    /// <summary>The total of a query of whole numbers.</summary>
    /// <exception cref="OverflowException">An entry leaves 64 bits, which no cohort yields.</exception>
    public long[] Counts() => [.. Values.Select(value => checked((long)value))];

    /// <summary>The total of a query of real numbers.</summary>
    /// <param name="scaleBits">Of the query.</param>
    public double[] Reals(int scaleBits)
    {
        double scale = Math.ScaleB(1, -scaleBits);
        return [.. Values.Select(value => (double)value * scale)];
    }
}
