namespace RingFed.Learning.Evaluation.Trees;

/// <summary>One grown tree: children lie side by side, a leaf has no feature.</summary>
internal sealed class ForestTree
{
    private const int Leaf = -1;

    private Node[] _nodes = new Node[64];
    private int _count;

    public int AddLeaf(double value)
    {
        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * _count);
        }

        _nodes[_count] = new Node(Leaf, 0, 0, value);
        return _count++;
    }

    /// <summary>Turns a leaf into a split: codes at most <paramref name="threshold"/> go left.</summary>
    /// <returns>Index of the left child, a new leaf; the right one follows it.</returns>
    public int Split(int node, int feature, byte threshold, double left, double right)
    {
        int child = AddLeaf(left);
        AddLeaf(right);
        _nodes[node] = new Node(feature, threshold, child, 0);
        return child;
    }

    public double Predict(byte[][] codes, int row)
    {
        ref readonly Node node = ref _nodes[0];
        while (node.Feature != Leaf)
        {
            node = ref _nodes[node.Left + (codes[node.Feature][row] <= node.Threshold ? 0 : 1)];
        }

        return node.Value;
    }

    private readonly record struct Node(int Feature, byte Threshold, int Left, double Value);
}
