namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// The shares of a node's values given tokens of earlier units, as a binary tree (Friedman and Goldszmidt, Learning Bayesian
/// networks with local structure, UAI 1996): a table over all parents would need a row for each combination, a tree one
/// for each that matters.
/// </summary>
internal sealed class ShareTree
{
    private readonly List<Branch> _branches = [];

    public IReadOnlyList<Branch> Branches => _branches;

    /// <summary>Adds a leaf and returns its index; the root is 0.</summary>
    public int Add(double[] shares)
    {
        _branches.Add(new Branch(-1, [], -1, -1, shares));
        return _branches.Count - 1;
    }

    /// <param name="unit">Unit whose token decides.</param>
    /// <param name="high">Per token of the unit, whether it goes to <paramref name="highBranch"/>.</param>
    public void Split(int branch, int unit, bool[] high, int lowBranch, int highBranch) =>
        _branches[branch] = _branches[branch] with { Unit = unit, High = high, LowBranch = lowBranch, HighBranch = highBranch };

    /// <summary>The same splits with other shares.</summary>
    public ShareTree With(Func<double[], double[]> change)
    {
        ShareTree tree = new();
        tree._branches.AddRange(_branches.Select(branch => branch with { Shares = change(branch.Shares) }));
        return tree;
    }

    /// <summary>The branch that a record ends in.</summary>
    /// <param name="tokens">Token of each record, <c>[units][rows]</c>.</param>
    public int Leaf(int[][] tokens, int row)
    {
        int at = 0;
        while (_branches[at].Unit >= 0)
        {
            Branch branch = _branches[at];
            at = branch.High[tokens[branch.Unit][row]] ? branch.HighBranch : branch.LowBranch;
        }

        return at;
    }

    /// <summary>The shares of the node's values.</summary>
    /// <param name="tokens">Token of each unit, known for all that come before the node's.</param>
    public double[] Shares(int[] tokens)
    {
        Branch at = _branches[0];
        while (at.Unit >= 0)
        {
            at = _branches[at.High[tokens[at.Unit]] ? at.HighBranch : at.LowBranch];
        }

        return at.Shares;
    }

    /// <param name="Unit">-1 for a leaf.</param>
    /// <param name="Shares">Of the node's values; of a split branch those that its leaves were smoothed with.</param>
    internal sealed record Branch(int Unit, bool[] High, int LowBranch, int HighBranch, double[] Shares);
}
