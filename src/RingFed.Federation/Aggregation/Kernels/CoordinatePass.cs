namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// One fused pass over all coordinates: widen a tile of every update, mix, reduce, round to float32. Each update is read
/// once and nothing of length d is allocated.
/// </summary>
internal static unsafe class CoordinatePass
{
    internal static void Run(AggregationInput input, NeighbourSets? neighbours, ITileReducer reducer, Span<float> destination)
    {
        int length = destination.Length;
        fixed (float* pinned = destination)
        {
            // A span cannot be handed to other threads; the pin outlives them, because Run returns after the last block.
            nint address = (nint)pinned;
            BlockWorkers.Run(
                BlockPlan.CountOf(length),
                input.Threads,
                () => new Scratch(input.Updates.Length),
                (index, scratch) =>
                {
                    Block block = BlockPlan.At(0, length, index);
                    Reduce(
                        input.Updates, neighbours, reducer, block, scratch,
                        new Span<float>((float*)address + block.Offset, block.Count));
                });
        }
    }

    private static void Reduce(
        UpdateVector[] updates, NeighbourSets? neighbours, ITileReducer reducer, Block block, Scratch scratch, Span<float> destination)
    {
        for (int start = 0; start < block.Count; start += Tile.Width)
        {
            int count = Math.Min(Tile.Width, block.Count - start);
            for (int row = 0; row < updates.Length; row++)
            {
                Tile.Load(updates[row].Read(block.Offset + start, count, scratch.Values), Tile.Row(scratch.Rows, row));
            }

            Span<double> rows = scratch.Rows;
            if (neighbours is not null)
            {
                RowMixing.Mix(rows, neighbours, scratch.Mixed);
                rows = scratch.Mixed;
            }

            reducer.Reduce(rows, scratch.Result);
            Tile.Store(scratch.Result, destination.Slice(start, count));
        }
    }

    /// <summary>One worker's buffers.</summary>
    private sealed class Scratch(int rows)
    {
        internal float[] Values { get; } = new float[Tile.Width];

        internal double[] Rows { get; } = new double[rows * Tile.Width];

        internal double[] Mixed { get; } = new double[rows * Tile.Width];

        internal double[] Result { get; } = new double[Tile.Width];
    }
}
