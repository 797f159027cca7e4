namespace RingFed.Learning.Evaluation.Trees;

/// <summary>One regression tree of a boosted sum: children side by side, a leaf has no split.</summary>
internal sealed class BoostingTree
{
    private readonly List<Node> _nodes = [];

    public int AddLeaf(double value)
    {
        _nodes.Add(new Node(null, 0, value));
        return _nodes.Count - 1;
    }

    /// <returns>Index of the left child, a new leaf; the right one follows it.</returns>
    public int Split(int node, BoostingSplit split)
    {
        int left = AddLeaf(split.Left.Step);
        AddLeaf(split.Right.Step);
        _nodes[node] = new Node(split, left, 0);
        return left;
    }

    public double Predict(byte[][] codes, int row)
    {
        Node node = _nodes[0];
        while (node.Split is { } split)
        {
            node = _nodes[node.Left + (split.GoesLeft(codes[split.Feature][row]) ? 0 : 1)];
        }

        return node.Value;
    }

    private sealed record Node(BoostingSplit? Split, int Left, double Value);
}
