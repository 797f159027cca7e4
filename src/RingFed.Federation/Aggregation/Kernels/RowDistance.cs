namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Squared distance of two vectors, float64, in one streaming pass. Of finite float32 values it cannot overflow, so it is
/// finite exactly when every value of both is. The order of a and b does not change a bit.
/// </summary>
internal static class RowDistance
{
    internal static double Squared(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b, int threads)
    {
        double[] partial = new double[BlockPlan.CountOf(a.Length)];
        BlockWorkers.Run(
            partial.Length,
            threads,
            () => new Scratch(),
            (index, scratch) =>
            {
                Block block = BlockPlan.At(0, a.Length, index);
                partial[index] = Measure(
                    a.Span.Slice(block.Offset, block.Count), b.Span.Slice(block.Offset, block.Count), scratch);
            });
        return LaneSum.Tree(partial);
    }

    private static double Measure(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Scratch scratch)
    {
        scratch.Lanes.AsSpan().Clear();
        for (int start = 0; start < a.Length; start += Tile.Width)
        {
            int count = Math.Min(Tile.Width, a.Length - start);
            Tile.Load(a.Slice(start, count), scratch.A);
            Tile.Load(b.Slice(start, count), scratch.B);
            LaneSum.AddSquaredDifference(scratch.A, scratch.B, scratch.Lanes);
        }

        return LaneSum.Fold(scratch.Lanes);
    }

    /// <summary>One worker's buffers.</summary>
    private sealed class Scratch
    {
        internal double[] A { get; } = new double[Tile.Width];

        internal double[] B { get; } = new double[Tile.Width];

        internal double[] Lanes { get; } = new double[Tile.Lanes];
    }
}
