namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Squared distances of all pairs of updates, tensor by tensor, in one streaming pass. Differences and sums are float64:
/// in float32 a drift of 1e-5 drowns in rounding. Cost n(n - 1)/2 · d multiplications; memory one double a pair and block.
/// </summary>
internal static class PairwiseSquares
{
    /// <summary>For each tensor, the pairs (0,1), (0,2), ..., (1,2), ...</summary>
    internal static IEnumerable<(TensorLayout Tensor, double[] Pairs)> PerTensor(AggregationInput input)
    {
        int pairs = input.Updates.Length * (input.Updates.Length - 1) / 2;
        (TensorLayout Tensor, int First)[] runs = Runs(input.Layout, out Block[] blocks);
        double[] partial = new double[pairs * blocks.Length];
        BlockWorkers.Run(
            blocks.Length,
            input.Threads,
            () => new Scratch(input.Updates.Length, pairs),
            (index, scratch) => Measure(input.Updates, blocks[index], scratch, partial, index, blocks.Length));

        return runs.Select(run => (run.Tensor, Totals(partial, pairs, blocks.Length, run.First, BlockPlan.CountOf(run.Tensor.Count))));
    }

    private static (TensorLayout Tensor, int First)[] Runs(ParameterLayout layout, out Block[] blocks)
    {
        List<Block> cut = [];
        List<(TensorLayout, int)> runs = [];
        foreach (TensorLayout tensor in layout.Tensors)
        {
            runs.Add((tensor, cut.Count));
            for (int index = 0; index < BlockPlan.CountOf(tensor.Count); index++)
            {
                cut.Add(BlockPlan.At(tensor.Offset, tensor.Count, index));
            }
        }

        blocks = [.. cut];
        return [.. runs];
    }

    private static void Measure(
        UpdateVector[] updates, Block block, Scratch scratch, double[] partial, int index, int blocks)
    {
        scratch.Lanes.AsSpan().Clear();
        for (int start = 0; start < block.Count; start += Tile.Width)
        {
            int count = Math.Min(Tile.Width, block.Count - start);
            for (int row = 0; row < updates.Length; row++)
            {
                Tile.Load(updates[row].Read(block.Offset + start, count, scratch.Values), Tile.Row(scratch.Rows, row));
            }

            AddTile(scratch, updates.Length);
        }

        for (int pair = 0; pair * Tile.Lanes < scratch.Lanes.Length; pair++)
        {
            partial[(pair * blocks) + index] = LaneSum.Fold(scratch.Lanes.AsSpan(pair * Tile.Lanes, Tile.Lanes));
        }
    }

    private static void AddTile(Scratch scratch, int rows)
    {
        int lanes = 0;
        for (int a = 0; a < rows; a++)
        {
            for (int b = a + 1; b < rows; b++, lanes += Tile.Lanes)
            {
                LaneSum.AddSquaredDifference(
                    Tile.Row(scratch.Rows, a), Tile.Row(scratch.Rows, b), scratch.Lanes.AsSpan(lanes, Tile.Lanes));
            }
        }
    }

    private static double[] Totals(double[] partial, int pairs, int blocks, int first, int count)
    {
        double[] totals = new double[pairs];
        for (int pair = 0; pair < pairs; pair++)
        {
            totals[pair] = LaneSum.Tree(partial.AsSpan((pair * blocks) + first, count));
        }

        return totals;
    }

    /// <summary>One worker's buffers: what is read, widened rows of a tile, and 16 lane sums a pair.</summary>
    private sealed class Scratch(int rows, int pairs)
    {
        internal float[] Values { get; } = new float[Tile.Width];

        internal double[] Rows { get; } = new double[rows * Tile.Width];

        internal double[] Lanes { get; } = new double[pairs * Tile.Lanes];
    }
}
