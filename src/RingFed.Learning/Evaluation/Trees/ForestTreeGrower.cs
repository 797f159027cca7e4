using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation.Trees;

/// <summary>
/// Grows one tree on one bootstrap sample. As in scikit-learn, a row drawn twice weighs two but counts once toward
/// the leaf minimum, and a node looks past constant features until it has seen one that varies.
/// </summary>
internal sealed class ForestTreeGrower
{
    private readonly byte[][] _codes;
    private readonly int _featuresPerSplit;
    private readonly int _leafMin;
    private readonly ForestSplitFinder _finder;
    private readonly int[] _features;
    private readonly int[] _rows;
    private readonly ulong[] _packed;
    private readonly ForestTree _tree = new();
    private readonly Stack<(int Node, int Start, int End)> _open = new();
    private readonly SeededRandom _random;

    public ForestTreeGrower(byte[][] codes, bool[] labels, int leafMin, int featuresPerSplit, SeededRandom random)
    {
        _codes = codes;
        _leafMin = leafMin;
        _featuresPerSplit = featuresPerSplit;
        _finder = new ForestSplitFinder(codes, leafMin);
        _features = [.. Enumerable.Range(0, codes.Length)];
        _random = random;
        int[] weights = Bootstrap(labels.Length);
        _rows = [.. Enumerable.Range(0, labels.Length).Where(row => weights[row] > 0)];
        _packed = [.. _rows.Select(row => NodeSum.Row(weights[row], labels[row]).Packed)];
    }

    public ForestTree Grow()
    {
        _open.Push((_tree.AddLeaf(Sum(0, _rows.Length).Fraction), 0, _rows.Length));
        while (_open.TryPop(out (int Node, int Start, int End) node))
        {
            SplitNode(node.Node, node.Start, node.End);
        }

        return _tree;
    }

    private int[] Bootstrap(int rows)
    {
        int[] weights = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            weights[_random.Index(rows)]++;
        }

        return weights;
    }

    private void SplitNode(int node, int start, int end)
    {
        NodeSum total = Sum(start, end);
        if (total.IsPure || total.Rows < 2 * _leafMin || BestSplit(start, end, total) is not { } split)
        {
            return;
        }

        int middle = Partition(start, end, _codes[split.Feature], split.Threshold);
        int left = _tree.Split(node, split.Feature, split.Threshold, Sum(start, middle).Fraction, Sum(middle, end).Fraction);
        _open.Push((left, start, middle));
        _open.Push((left + 1, middle, end));
    }

    private ForestSplit? BestSplit(int start, int end, NodeSum total)
    {
        ForestSplit? best = null;
        bool anyVaries = false;
        for (int tried = 0; tried < _features.Length && (tried < _featuresPerSplit || !anyVaries); tried++)
        {
            int pick = tried + _random.Index(_features.Length - tried);
            (_features[tried], _features[pick]) = (_features[pick], _features[tried]);
            ForestSplit? split = _finder.Best(
                _features[tried], _rows.AsSpan(start, end - start), _packed.AsSpan(start, end - start), total, out bool isConstant);
            anyVaries |= !isConstant;
            if (split is { } found && (best is null || found.Purity > best.Value.Purity))
            {
                best = found;
            }
        }

        return best;
    }

    private NodeSum Sum(int start, int end)
    {
        ulong sum = 0;
        for (int i = start; i < end; i++)
        {
            sum += _packed[i];
        }

        return new NodeSum(sum);
    }

    private int Partition(int start, int end, byte[] column, byte threshold)
    {
        int low = start;
        int high = end - 1;
        while (low <= high)
        {
            if (column[_rows[low]] <= threshold)
            {
                low++;
                continue;
            }

            (_rows[low], _rows[high]) = (_rows[high], _rows[low]);
            (_packed[low], _packed[high]) = (_packed[high], _packed[low]);
            high--;
        }

        return low;
    }
}
