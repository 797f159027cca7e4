using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// Grows the trees of all nodes together, one sum over the ring a level: of each leaf that may still split, the tables of
/// its node's values against the tokens of candidate parents. A split is kept if its log-likelihood gains more than the
/// extended Bayesian information criterion asks (Chen and Chen 2008, Biometrika 95(3): half a log of the records for each share
/// that is added, and the log of the number of candidates). Decided by totals alone; a silo only knows which of its own
/// records are in a leaf.
/// </summary>
internal sealed class TreeGrowth
{
    /// <summary>Cells of one sum: 2 MiB at 16 bytes a cell. Beyond it each leaf asks for fewer candidates, down to one.</summary>
    public const int CellsMax = 1 << 17;

    private readonly NetworkShape _shape;
    private readonly BayesianNetworkOptions _options;
    private readonly int[][] _tokens;
    private readonly long _records;
    private readonly ShareTree[] _trees;
    private readonly NetworkNode[] _nodes;
    private readonly int[][] _predecessors;
    private List<OpenLeaf> _open = [];

    private TreeGrowth(NetworkShape shape, int[] order, BayesianNetworkOptions options, int[][] tokens)
    {
        _nodes = [.. shape.Steps.Select(step => step.Node)];
        (_shape, _options, _tokens, _records) = (shape, options, tokens, shape.Layout.Encoder.Records);
        _trees = [.. _nodes.Select(_ => new ShareTree())];
        _predecessors = [.. _nodes.Select(node => order[..Array.IndexOf(order, node.Unit)].Order().ToArray())];
    }

    public static async Task<ShareTree[]> GrowAsync(
        NetworkShape shape, int[] order, BayesianNetworkOptions options, PairTables pairs, int[][] tokens, IRingSum ring, SumNames names, CancellationToken cancellationToken)
    {
        TreeGrowth growth = new(shape, order, options, tokens);
        growth.Plant(pairs);
        for (int level = 2; level <= options.Parents && growth._open.Count > 0; level++)
        {
            await growth.GrowLevelAsync(level, ring, names, cancellationToken).ConfigureAwait(false);
        }

        return growth._trees;
    }

    /// <summary>Roots and the first level, which the pairs tell.</summary>
    private void Plant(PairTables pairs)
    {
        List<OpenLeaf> next = [];
        for (int n = 0; n < _trees.Length; n++)
        {
            NetworkNode node = _nodes[n];
            long[] counts = pairs.Counts(node);
            int root = _trees[n].Add(ShareSmoothing.Root(counts));
            if (_options.Parents > 0 && CanSplit(counts))
            {
                int[] rows = [.. Enumerable.Range(0, _tokens[node.Unit].Length).Where(row => node.ValueOf[_tokens[node.Unit][row]] >= 0)];
                OpenLeaf leaf = new(n, root, rows, _predecessors[n]);
                next.AddRange(Divide(leaf, _predecessors[n].Select(unit => pairs.Table(node, unit))));
            }
        }

        _open = next;
    }

    private async Task GrowLevelAsync(int level, IRingSum ring, SumNames names, CancellationToken cancellationToken)
    {
        int candidates = CandidatesWithinCap();
        List<OpenLeaf> asked = [.. _open.Select(leaf => leaf with { Candidates = leaf.Candidates[..Math.Min(candidates, leaf.Candidates.Length)] })];
        long[] cells = new long[asked.Sum(Cells)];
        int start = 0;
        foreach (OpenLeaf leaf in asked)
        {
            start = Count(leaf, cells, start);
        }

        int touched = asked.GroupBy(leaf => leaf.Node).Sum(leaves => leaves.Max(leaf => leaf.Candidates.Length));
        RingTotal total = await ring.SumAsync(
            StatisticQuery.OfCounts(
                names.Of("level", level), cells, touched, Math.Sqrt(touched), EncoderFit.RecordsPerSiloMax, NetworkFit.CellsUsedFrom,
                "Contingency tables of columns within contexts of other columns, to choose further parents in a Bayesian network; cells of a single record are used."),
            cancellationToken).ConfigureAwait(false);
        _open = Divide(asked, total.Counts());
    }

    private List<OpenLeaf> Divide(List<OpenLeaf> asked, long[] total)
    {
        List<OpenLeaf> next = [];
        int start = 0;
        foreach (OpenLeaf leaf in asked)
        {
            List<long[]> tables = [];
            foreach (int unit in leaf.Candidates)
            {
                int length = _nodes[leaf.Node].Values * _shape.Layout.Units[unit].Count;
                tables.Add(total[start..(start + length)]);
                start += length;
            }

            next.AddRange(Divide(leaf, tables));
        }

        return next;
    }

    /// <summary>Splits a leaf if that pays, and names its parts that may split again.</summary>
    private IEnumerable<OpenLeaf> Divide(OpenLeaf leaf, IEnumerable<long[]> tables)
    {
        NetworkNode node = _nodes[leaf.Node];
        SplitChoice[] choices = [.. leaf.Candidates.Zip(tables)
            .Select(pair => SplitSearch.Best(pair.Second, node.Values, pair.First, _shape.Layout.Units[pair.First], EncoderFit.MinimumCount))
            .OfType<SplitChoice>()
            .OrderByDescending(choice => choice.Gain).ThenBy(choice => choice.Unit)];
        if (choices.Length == 0 || choices[0].Gain <= Price(choices[0], leaf))
        {
            return [];
        }

        SplitChoice best = choices[0];
        ShareTree tree = _trees[leaf.Node];
        double[] wider = tree.Branches[leaf.Branch].Shares;
        int low = tree.Add(ShareSmoothing.Towards(wider, best.LowCounts, _options.Smoothing));
        int high = tree.Add(ShareSmoothing.Towards(wider, best.HighCounts, _options.Smoothing));
        tree.Split(leaf.Branch, best.Unit, best.High, low, high);
        int[] ranked = [.. choices.Select(choice => choice.Unit)];
        ILookup<bool, int> rows = leaf.Rows.ToLookup(row => best.High[_tokens[best.Unit][row]]);
        return new[]
        {
            (Counts: best.LowCounts, Leaf: new OpenLeaf(leaf.Node, low, [.. rows[false]], ranked)),
            (Counts: best.HighCounts, Leaf: new OpenLeaf(leaf.Node, high, [.. rows[true]], ranked)),
        }.Where(part => CanSplit(part.Counts)).Select(part => part.Leaf);
    }

    /// <summary>Enough records for two sides, and more to explain than the cheapest split costs.</summary>
    private bool CanSplit(long[] counts) =>
        counts.Sum() >= 2 * EncoderFit.MinimumCount && -Entropy.LogLikelihood(counts) > _options.Penalty * HalfLog;

    /// <summary>Values that the leaf does not have need no share on either side.</summary>
    private double Price(SplitChoice choice, OpenLeaf leaf)
    {
        int values = choice.LowCounts.Zip(choice.HighCounts).Count(count => count.First + count.Second > 0);
        return _options.Penalty * ((HalfLog * (values - 1)) + ExactMath.Log(_predecessors[leaf.Node].Length));
    }

    private double HalfLog => 0.5 * ExactMath.Log(_records);

    private int CandidatesWithinCap()
    {
        int most = _open.Max(leaf => leaf.Candidates.Length);
        while (most > 1 && _open.Sum(leaf => (long)Cells(leaf with { Candidates = leaf.Candidates[..Math.Min(most, leaf.Candidates.Length)] })) > CellsMax)
        {
            most--;
        }

        return most;
    }

    private int Cells(OpenLeaf leaf) => _nodes[leaf.Node].Values * leaf.Candidates.Sum(unit => _shape.Layout.Units[unit].Count);

    private int Count(OpenLeaf leaf, long[] cells, int start)
    {
        NetworkNode node = _nodes[leaf.Node];
        foreach (int unit in leaf.Candidates)
        {
            int width = _shape.Layout.Units[unit].Count;
            foreach (int row in leaf.Rows)
            {
                cells[start + (node.ValueOf[_tokens[node.Unit][row]] * width) + _tokens[unit][row]]++;
            }

            start += node.Values * width;
        }

        return start;
    }

    /// <param name="Node">Index into the shape's steps.</param>
    /// <param name="Rows">This silo's records in the leaf.</param>
    /// <param name="Candidates">Units that may split it, those that gained most one level up first.</param>
    private sealed record OpenLeaf(int Node, int Branch, int[] Rows, int[] Candidates);
}
