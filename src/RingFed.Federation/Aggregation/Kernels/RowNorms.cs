namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Squared length of one vector, float64. The squares of finite float32 values cannot overflow a double, so the result
/// is finite exactly when every value is.
/// </summary>
internal static class RowNorms
{
    internal static double Squared(UpdateVector values, int threads)
    {
        double[] partial = new double[BlockPlan.CountOf(values.Length)];
        BlockWorkers.Run(
            partial.Length,
            threads,
            () => new Scratch(),
            (index, scratch) =>
            {
                Block block = BlockPlan.At(0, values.Length, index);
                partial[index] = Measure(values, block, scratch);
            });
        return LaneSum.Tree(partial);
    }

    private static double Measure(UpdateVector values, Block block, Scratch scratch)
    {
        scratch.Lanes.AsSpan().Clear();
        for (int start = 0; start < block.Count; start += Tile.Width)
        {
            int count = Math.Min(Tile.Width, block.Count - start);
            Tile.Load(values.Read(block.Offset + start, count, scratch.Values), scratch.Row);
            LaneSum.AddSquaredDifference(scratch.Row, scratch.Zero, scratch.Lanes);
        }

        return LaneSum.Fold(scratch.Lanes);
    }

    /// <summary>One worker's buffers.</summary>
    private sealed class Scratch
    {
        internal float[] Values { get; } = new float[Tile.Width];

        internal double[] Row { get; } = new double[Tile.Width];

        internal double[] Zero { get; } = new double[Tile.Width];

        internal double[] Lanes { get; } = new double[Tile.Lanes];
    }
}
