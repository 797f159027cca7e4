namespace RingFed.Learning.Evaluation.Trees;

/// <summary>Sums over the rows of one node for every code of every feature.</summary>
internal sealed class BoostingHistogram
{
    /// <summary>Keeps steps finite in nodes whose rows are all predicted with certainty.</summary>
    public const double HessianFloor = 1e-10;

    private readonly GradientSum[] _cells;
    private readonly int[] _offsets;

    public BoostingHistogram(FeatureBins bins)
    {
        _offsets = new int[bins.Features + 1];
        for (int f = 0; f < bins.Features; f++)
        {
            _offsets[f + 1] = _offsets[f] + bins.Codes(f);
        }

        _cells = new GradientSum[_offsets[^1]];
    }

    public ReadOnlySpan<GradientSum> Feature(int feature) => _cells.AsSpan(_offsets[feature].._offsets[feature + 1]);

    /// <param name="gradients">Gradient and hessian of each of <paramref name="rows"/>, in the same order.</param>
    public void Fill(byte[][] codes, ReadOnlySpan<int> rows, ReadOnlySpan<(double Gradient, double Hessian)> gradients)
    {
        Array.Clear(_cells);
        for (int f = 0; f < codes.Length; f++)
        {
            byte[] column = codes[f];
            Span<GradientSum> cells = _cells.AsSpan(_offsets[f].._offsets[f + 1]);
            for (int i = 0; i < rows.Length; i++)
            {
                ref GradientSum cell = ref cells[column[rows[i]]];
                cell.Gradient += gradients[i].Gradient;
                cell.Hessian += gradients[i].Hessian;
                cell.Rows++;
            }
        }
    }

    /// <summary>Leaves the sibling of <paramref name="child"/> here, this being their parent: half of all filling is saved.</summary>
    public void Subtract(BoostingHistogram child)
    {
        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i] -= child._cells[i];
        }
    }
}
