namespace RingFed.Learning.Models.BayesianNetwork.Personal;

/// <summary>A site's records in one leaf of a tree, beside the ring's shares there.</summary>
/// <param name="Counts">Records per value; those of a value that the ring gives no share are left out, since it is never drawn.</param>
internal sealed record LeafCounts(double[] Shares, long[] Counts)
{
    public long Records { get; } = Counts.Sum();

    /// <returns>Leaves with records of the site.</returns>
    public static IReadOnlyList<LeafCounts> Of(ShareTree tree, NetworkNode node, int[][] tokens, int rows)
    {
        Dictionary<int, long[]> counts = [];
        for (int row = 0; row < rows; row++)
        {
            int value = node.ValueOf[tokens[node.Unit][row]];
            if (value < 0)
            {
                continue;
            }

            int leaf = tree.Leaf(tokens, row);
            if (tree.Branches[leaf].Shares[value] > 0)
            {
                counts.TryAdd(leaf, new long[node.Values]);
                counts[leaf][value]++;
            }
        }

        return [.. counts.OrderBy(leaf => leaf.Key).Select(leaf => new LeafCounts(tree.Branches[leaf.Key].Shares, leaf.Value))];
    }
}
