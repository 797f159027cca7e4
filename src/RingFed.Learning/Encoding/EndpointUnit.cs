using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding;

/// <summary>
/// Cells: missing, then for censored and for events each: below the range, fine time bins, above the range. Who is censored
/// at the range's very end, where follow-up ended for all, is counted above it. The fit joins fine bins to
/// <see cref="TimeBins"/> of equal mass (both flags together), then counts flag x time bin.
/// </summary>
internal sealed class EndpointUnit(EndpointSchema endpoint, ColumnSchema time) : EncodingUnit
{
    public const int TimeBins = 16;

    private readonly HistogramGrid _grid = HistogramGrid.Of(time);

    public override int Length => 1 + (2 * CellsPerFlag);

    private int CellsPerFlag => _grid.Bins + 2;

    public override void Count(Cohort cohort, Span<long> cells)
    {
        ReadOnlySpan<double> times = cohort.Column(endpoint.TimeColumn);
        ReadOnlySpan<double> events = cohort.Column(endpoint.EventColumn);
        for (int row = 0; row < times.Length; row++)
        {
            bool missing = double.IsNaN(times[row]) || double.IsNaN(events[row]);
            int bin = times[row] >= time.Maximum && events[row] == 0 ? _grid.Bins : _grid.BinOf(times[row]);
            cells[missing ? 0 : 2 + ((int)events[row] * CellsPerFlag) + bin]++;
        }
    }

    public override ColumnEncoding Fit(ReadOnlySpan<long> total, long records)
    {
        long[] censored = Fine(total.Slice(1, CellsPerFlag));
        long[] events = Fine(total[(1 + CellsPerFlag)..]);
        int[] cuts = EqualMassCuts(censored, events);
        long[] leaving = MoveSmallOn(Between(cuts, censored));
        return new EndpointEncoding(
            endpoint,
            endpoint.Name,
            MissingFraction(total[0], records),
            [.. cuts.Select(Edge)],
            [.. leaving, .. MoveSmallOn(Between(cuts, events))])
        {
            EndCount = End(total[CellsPerFlag], leaving[^1]),
        };
    }

    /// <summary>Nor may those who left before the end, within the last bin, be told by subtraction where they are fewer than k.</summary>
    private static long End(long ended, long last) => ended < MinimumCount ? 0 : last - ended < MinimumCount ? last : ended;

    /// <summary>The outermost edges are the declared range: one-bin-a-value grids reach half a step beyond it.</summary>
    private double Edge(int cut) => Math.Clamp(ColumnScale.Inverse(time.Transform, _grid.Edges[cut]), time.Minimum, time.Maximum);

    private static long[] Fine(ReadOnlySpan<long> cells)
    {
        long[] counts = cells[1..^1].ToArray();
        counts[0] += cells[0];
        counts[^1] += cells[^1];
        return counts;
    }

    private int[] EqualMassCuts(long[] censored, long[] events)
    {
        long records = censored.Sum() + events.Sum();
        List<int> cuts = [0];
        long reached = 0;
        for (int bin = 0; bin < _grid.Bins - 1; bin++)
        {
            reached += censored[bin] + events[bin];
            if (reached * TimeBins >= records * cuts.Count && reached > 0 && cuts.Count < TimeBins)
            {
                cuts.Add(bin + 1);
            }
        }

        return [.. cuts, _grid.Bins];
    }

    private static long[] Between(int[] cuts, long[] fine)
    {
        long[] counts = new long[cuts.Length - 1];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = fine.AsSpan(cuts[i]..cuts[i + 1]).ToArray().Sum();
        }

        return counts;
    }

    /// <summary>
    /// Cells of 1 to k-1 records are added to the next time bin of the same flag, the last ones to the last bin that
    /// holds k; dropping them instead would thin out censoring in early bins and events in late ones.
    /// </summary>
    private static long[] MoveSmallOn(long[] counts)
    {
        long carried = 0;
        int last = -1;
        for (int i = 0; i < counts.Length; i++)
        {
            carried += counts[i];
            counts[i] = 0;
            if (carried >= MinimumCount)
            {
                (counts[i], carried, last) = (carried, 0, i);
            }
        }

        if (last >= 0)
        {
            counts[last] += carried;
        }

        return counts;
    }
}
