namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Squared lengths of rows, float64, in one streaming pass and scaled per tensor like the distances: each tensor's squared
/// lengths are divided by the lower median of what one of its values contributes. With one tensor the proportions are
/// those of the plain lengths.
/// </summary>
internal static class RowLengths
{
    /// <param name="sets">Which updates are averaged to which row; null when the updates are the rows.</param>
    /// <param name="judges">The scales come from so many of the first rows; a faulty minority of them cannot inflate these.</param>
    internal static double[] SquaredScaled(AggregationInput input, NeighbourSets? sets, int judges)
    {
        int rows = sets?.Rows ?? input.Updates.Length;
        (TensorLayout Tensor, double[] Squares)[] tensors =
            [.. input.Layout.Tensors.Select(tensor => (tensor, Measure(input, sets, rows, tensor)))];
        return TensorScales.Sum(tensors, rows, input.Layout.Count, squares => TensorScales.LowerMedian(squares.AsSpan(0, judges)));
    }

    private static double[] Measure(AggregationInput input, NeighbourSets? sets, int rows, TensorLayout tensor)
    {
        int blocks = BlockPlan.CountOf(tensor.Count);
        double[] partial = new double[rows * blocks];
        BlockWorkers.Run(
            blocks,
            input.Threads,
            () => new Scratch(input.Updates.Length, rows),
            (index, scratch) =>
            {
                Measure(input.Updates, sets, BlockPlan.At(tensor.Offset, tensor.Count, index), scratch);
                for (int row = 0; row < rows; row++)
                {
                    partial[(row * blocks) + index] = LaneSum.Fold(scratch.Lanes.AsSpan(row * Tile.Lanes, Tile.Lanes));
                }
            });
        return [.. Enumerable.Range(0, rows).Select(row => LaneSum.Tree(partial.AsSpan(row * blocks, blocks)))];
    }

    private static void Measure(UpdateVector[] updates, NeighbourSets? sets, Block block, Scratch scratch)
    {
        scratch.Lanes.AsSpan().Clear();
        for (int start = 0; start < block.Count; start += Tile.Width)
        {
            int count = Math.Min(Tile.Width, block.Count - start);
            for (int row = 0; row < updates.Length; row++)
            {
                Tile.Load(updates[row].Read(block.Offset + start, count, scratch.Values), Tile.Row(scratch.Rows, row));
            }

            Span<double> rows = scratch.Rows;
            if (sets is not null)
            {
                RowMixing.Mix(rows, sets, scratch.Mixed);
                rows = scratch.Mixed;
            }

            for (int row = 0; row * Tile.Lanes < scratch.Lanes.Length; row++)
            {
                LaneSum.AddSquaredDifference(Tile.Row(rows, row), scratch.Zero, scratch.Lanes.AsSpan(row * Tile.Lanes, Tile.Lanes));
            }
        }
    }

    /// <summary>One worker's buffers: what is read, widened rows of a tile, averaged ones, and 16 lane sums a row.</summary>
    private sealed class Scratch(int updates, int rows)
    {
        internal float[] Values { get; } = new float[Tile.Width];

        internal double[] Rows { get; } = new double[updates * Tile.Width];

        internal double[] Mixed { get; } = new double[rows * Tile.Width];

        internal double[] Zero { get; } = new double[Tile.Width];

        internal double[] Lanes { get; } = new double[rows * Tile.Lanes];
    }
}
