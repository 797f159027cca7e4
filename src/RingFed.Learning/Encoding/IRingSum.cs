namespace RingFed.Learning.Encoding;

/// <summary>
/// One integer statistic that the ring adds up. Everything that a silo's records contribute to a shared number
/// goes through such a query, so that what left, how sensitive it was and why can be booked in one place.
/// </summary>
/// <param name="Name">Stable name of the statistic; silos that add up different names are refused.</param>
/// <param name="Values">This silo's part.</param>
/// <param name="SensitivityL1">Largest L1 change of <paramref name="Values"/> when one record is added or removed.</param>
/// <param name="SensitivityL2">Largest L2 change of <paramref name="Values"/> when one record is added or removed.</param>
/// <param name="Bound">Largest absolute value one silo may contribute to one entry; checked locally before anything leaves.</param>
/// <param name="MinimumCount">k: cells of the total below it must be merged or dropped by whoever uses the total.</param>
/// <param name="Purpose">Sentence for the audit log.</param>
public sealed record StatisticQuery(
    string Name,
    long[] Values,
    double SensitivityL1,
    double SensitivityL2,
    long Bound,
    int MinimumCount,
    string Purpose)
{
    /// <summary>To be called by every sum before anything leaves.</summary>
    /// <exception cref="InvalidOperationException">An entry exceeds <see cref="Bound"/>.</exception>
    public void RequireWithinBound()
    {
        if (Values.Any(value => value > Bound || value < -Bound))
        {
            throw new InvalidOperationException($"The statistic `{Name}` exceeds its own bound of {Bound}; nothing was sent.");
        }
    }
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
public sealed record RingTotal(long[] Values, IReadOnlyList<string> Contributors);
