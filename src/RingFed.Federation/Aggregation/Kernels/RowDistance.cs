namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Squared distance of two vectors, float64, in one streaming pass. Of finite float32 values it cannot overflow, so it is
/// finite exactly when every value of both is. The order of a and b does not change a bit.
/// </summary>
internal static class RowDistance
{
    internal static double Squared(UpdateVector a, UpdateVector b, int threads)
    {
        double[] partial = new double[BlockPlan.CountOf(a.Length)];
        BlockWorkers.Run(
            partial.Length,
            threads,
            () => new Scratch(),
            (index, scratch) =>
            {
                Block block = BlockPlan.At(0, a.Length, index);
                partial[index] = Measure(a, b, block, scratch);
            });
        return LaneSum.Tree(partial);
    }

    private static double Measure(UpdateVector a, UpdateVector b, Block block, Scratch scratch)
    {
        scratch.Lanes.AsSpan().Clear();
        for (int start = 0; start < block.Count; start += Tile.Width)
        {
            int count = Math.Min(Tile.Width, block.Count - start);
            Tile.Load(a.Read(block.Offset + start, count, scratch.Values), scratch.A);
            Tile.Load(b.Read(block.Offset + start, count, scratch.Values), scratch.B);
            LaneSum.AddSquaredDifference(scratch.A, scratch.B, scratch.Lanes);
        }

        return LaneSum.Fold(scratch.Lanes);
    }

    /// <summary>One worker's buffers.</summary>
    private sealed class Scratch
    {
        internal float[] Values { get; } = new float[Tile.Width];

        internal double[] A { get; } = new double[Tile.Width];

        internal double[] B { get; } = new double[Tile.Width];

        internal double[] Lanes { get; } = new double[Tile.Lanes];
    }
}
