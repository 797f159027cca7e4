using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>A symmetric positive definite system, solved by Cholesky's decomposition in a fixed order: the same bits on every machine.</summary>
internal sealed class PositiveSystem
{
    private readonly double[,] _lower;

    /// <param name="matrix">Symmetric, [n, n].</param>
    /// <param name="ridge">Added to the diagonal; large enough that rounding does not cost definiteness.</param>
    public PositiveSystem(double[,] matrix, double ridge)
    {
        int n = matrix.GetLength(0);
        _lower = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i, j] + (i == j ? ridge : 0);
                for (int k = 0; k < j; k++)
                {
                    sum -= _lower[i, k] * _lower[j, k];
                }

                _lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, ridge)) : sum / _lower[j, j];
            }

            LogDeterminant += 2 * ExactMath.Log(_lower[i, i]);
        }
    }

    /// <summary>Of matrix and ridge together.</summary>
    public double LogDeterminant { get; }

    public double[] Solve(double[] right)
    {
        double[] x = [.. right];
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k < i; k++)
            {
                x[i] -= _lower[i, k] * x[k];
            }

            x[i] /= _lower[i, i];
        }

        for (int i = x.Length - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < x.Length; k++)
            {
                x[i] -= _lower[k, i] * x[k];
            }

            x[i] /= _lower[i, i];
        }

        return x;
    }
}
