namespace RingFed.Learning.Evaluation.Trees;

/// <summary>Grows regression trees leaf by leaf, the most gainful first. Buffers are kept from tree to tree.</summary>
internal sealed class BoostingTreeGrower(FeatureBins bins, byte[][] codes, GradientBoostingOptions options)
{
    private readonly int[] _rows = new int[codes[0].Length];
    private readonly int[] _spare = new int[codes[0].Length];
    private readonly (double Gradient, double Hessian)[] _nodeGradients = new (double, double)[codes[0].Length];
    private readonly Stack<BoostingHistogram> _pool = new();
    private (double Gradient, double Hessian)[] _gradients = [];

    public BoostingTree Grow((double Gradient, double Hessian)[] gradients)
    {
        _gradients = gradients;
        for (int i = 0; i < _rows.Length; i++)
        {
            _rows[i] = i;
        }

        BoostingTree tree = new();
        GrowLeaves(tree);
        return tree;
    }

    private void GrowLeaves(BoostingTree tree)
    {
        List<OpenLeaf> open = [Root(tree)];
        for (int leaves = 1; leaves < options.LeavesMax; leaves++)
        {
            OpenLeaf? best = open.Where(leaf => leaf.Split is not null).MaxBy(leaf => leaf.Split!.Value.Gain);
            if (best is null)
            {
                break;
            }

            open.Remove(best);
            open.AddRange(Cut(tree, best));
        }

        open.ForEach(leaf => _pool.Push(leaf.Histogram));
    }

    private OpenLeaf Root(BoostingTree tree)
    {
        BoostingHistogram histogram = Filled(0, _rows.Length);
        GradientSum total = default;
        foreach (GradientSum cell in histogram.Feature(0))
        {
            total += cell;
        }

        return Open(tree.AddLeaf(total.Step), 0, _rows.Length, histogram, total);
    }

    private OpenLeaf[] Cut(BoostingTree tree, OpenLeaf parent)
    {
        BoostingSplit split = parent.Split!.Value;
        int middle = Partition(parent.Start, parent.End, split);
        bool leftIsSmaller = middle - parent.Start <= parent.End - middle;
        BoostingHistogram smaller = leftIsSmaller ? Filled(parent.Start, middle) : Filled(middle, parent.End);
        BoostingHistogram larger = parent.Histogram;
        larger.Subtract(smaller);
        int node = tree.Split(parent.Node, split);
        return
        [
            Open(node, parent.Start, middle, leftIsSmaller ? smaller : larger, split.Left),
            Open(node + 1, middle, parent.End, leftIsSmaller ? larger : smaller, split.Right),
        ];
    }

    private OpenLeaf Open(int node, int start, int end, BoostingHistogram histogram, GradientSum total)
    {
        BoostingSplit? split = end - start < 2 * options.LeafMin
            ? null
            : BoostingSplit.Best(histogram, codes.Length, total, options.LeafMin);
        return new OpenLeaf(node, start, end, histogram, split);
    }

    private BoostingHistogram Filled(int start, int end)
    {
        BoostingHistogram histogram = _pool.TryPop(out BoostingHistogram? pooled) ? pooled : new BoostingHistogram(bins);
        for (int i = start; i < end; i++)
        {
            _nodeGradients[i] = _gradients[_rows[i]];
        }

        histogram.Fill(codes, _rows.AsSpan(start, end - start), _nodeGradients.AsSpan(start, end - start));
        return histogram;
    }

    /// <summary>Keeps the order of rows on both sides, so that sums always run in row order.</summary>
    private int Partition(int start, int end, BoostingSplit split)
    {
        byte[] column = codes[split.Feature];
        int left = start;
        int right = 0;
        for (int i = start; i < end; i++)
        {
            if (split.GoesLeft(column[_rows[i]]))
            {
                _rows[left++] = _rows[i];
            }
            else
            {
                _spare[right++] = _rows[i];
            }
        }

        _spare.AsSpan(0, right).CopyTo(_rows.AsSpan(left));
        return left;
    }

    private sealed record OpenLeaf(int Node, int Start, int End, BoostingHistogram Histogram, BoostingSplit? Split);
}
