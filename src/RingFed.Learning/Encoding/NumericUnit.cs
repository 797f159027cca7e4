using RingFed.Learning.Data;

namespace RingFed.Learning.Encoding;

/// <summary>Cells: missing, below the range, the grid's bins, above the range. The outer two join the outermost bins.</summary>
internal sealed class NumericUnit(int column, ColumnSchema schema) : EncodingUnit
{
    private readonly HistogramGrid _grid = HistogramGrid.Of(schema);

    public override int Length => 3 + _grid.Bins;

    public override void Count(Cohort cohort, Span<long> cells)
    {
        foreach (double value in cohort.Column(column))
        {
            cells[double.IsNaN(value) ? 0 : 2 + _grid.BinOf(value)]++;
        }
    }

    public override ColumnEncoding Fit(ReadOnlySpan<long> total, long records)
    {
        long[] counts = total[2..^1].ToArray();
        counts[0] += total[1];
        counts[^1] += total[^1];
        bool coarse = records < HistogramGrid.FewRecords && !_grid.IsOneBinPerValue;
        MergedBins merged = coarse
            ? BinMerger.Merge(Coarsen(_grid.Edges), Coarsen(counts), MinimumCount)
            : BinMerger.Merge(_grid.Edges, counts, MinimumCount);
        return new ContinuousEncoding(
            column, schema.Name, MissingFraction(total[0], records), MixtureFit.Fit(merged), merged.Edges, merged.Counts);
    }

    private static double[] Coarsen(double[] edges)
    {
        int step = (edges.Length - 1) / HistogramGrid.BinsForFewRecords;
        return [.. edges.Where((_, i) => i % step == 0)];
    }

    private static long[] Coarsen(long[] counts) =>
        [.. counts.Chunk(counts.Length / HistogramGrid.BinsForFewRecords).Select(chunk => chunk.Sum())];
}
