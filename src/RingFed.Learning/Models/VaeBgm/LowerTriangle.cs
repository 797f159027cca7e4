namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Symmetric and triangular matrices packed by rows of the lower triangle: entry (i, j), j at most i, lies at
/// i (i + 1) / 2 + j. Additions, multiplications, divisions and square roots in a fixed order: the same bits on every machine.
/// </summary>
internal static class LowerTriangle
{
    /// <summary>A direction with less variance than this is taken to have this much.</summary>
    public const double VarianceMin = 1e-4;

    public static int Length(int size) => size * (size + 1) / 2;

    public static int At(int row, int column) => (row * (row + 1) / 2) + column;

    /// <summary>A matrix without entries off the diagonal.</summary>
    public static double[] Diagonal(ReadOnlySpan<double> diagonal)
    {
        double[] packed = new double[Length(diagonal.Length)];
        for (int i = 0; i < diagonal.Length; i++)
        {
            packed[At(i, i)] = diagonal[i];
        }

        return packed;
    }

    /// <summary>The lower triangle whose product with its transpose is the covariance (Cholesky), no pivot below <see cref="VarianceMin"/>.</summary>
    public static double[] Root(double[] covariance, int size)
    {
        double[] root = new double[covariance.Length];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                root[At(i, j)] = (covariance[At(i, j)] - Product(root, i, j, j)) / root[At(j, j)];
            }

            root[At(i, i)] = Math.Sqrt(Math.Max(covariance[At(i, i)] - Product(root, i, i, i), VarianceMin));
        }

        return root;
    }

    /// <summary>Inverse of a lower triangle without zeros on its diagonal.</summary>
    public static double[] Inverse(double[] root, int size)
    {
        double[] inverse = new double[root.Length];
        for (int column = 0; column < size; column++)
        {
            inverse[At(column, column)] = 1 / root[At(column, column)];
            for (int row = column + 1; row < size; row++)
            {
                double sum = 0;
                for (int i = column; i < row; i++)
                {
                    sum += root[At(row, i)] * inverse[At(i, column)];
                }

                inverse[At(row, column)] = -sum / root[At(row, row)];
            }
        }

        return inverse;
    }

    /// <summary>Sum over the first <paramref name="count"/> columns of the products of two rows.</summary>
    private static double Product(double[] packed, int a, int b, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += packed[At(a, i)] * packed[At(b, i)];
        }

        return sum;
    }
}
