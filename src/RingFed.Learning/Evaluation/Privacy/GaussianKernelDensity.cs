using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace RingFed.Learning.Evaluation.Privacy;

/// <summary>
/// Gaussian kernels with the sample's own covariance times Scott's factor squared, n^(-2/(d + 4)) (Scott 1992): scipy's
/// <c>gaussian_kde</c> with its defaults.
/// </summary>
internal sealed class GaussianKernelDensity
{
    private readonly Matrix<double> _whitening;
    private readonly double[][] _points;
    private readonly double _logNorm;

    private GaussianKernelDensity(Matrix<double> whitening, double[][] points, double logNorm) =>
        (_whitening, _points, _logNorm) = (whitening, points, logNorm);

    /// <returns>Null where the points span fewer dimensions than they have: no more points than dimensions, or a constant one.</returns>
    public static GaussianKernelDensity? Fit(double[][] points)
    {
        int dimensions = points.Length == 0 ? 0 : points[0].Length;
        if (dimensions == 0 || points.Length <= dimensions)
        {
            return null;
        }

        Matrix<double> rows = Matrix<double>.Build.DenseOfRowArrays(points);
        Vector<double> mean = rows.ColumnSums() / points.Length;
        Matrix<double> centred = rows - Matrix<double>.Build.Dense(points.Length, dimensions, (_, c) => mean[c]);
        double scott = Math.Pow(points.Length, -2.0 / (dimensions + 4));
        Matrix<double> covariance = scott / (points.Length - 1) * centred.TransposeThisAndMultiply(centred);
        if (Factorise(covariance) is not { } cholesky)
        {
            return null;
        }

        Matrix<double> whitening = cholesky.Factor.Inverse();
        double logNorm = Math.Log(points.Length) + (dimensions / 2.0 * Math.Log(2 * Math.PI)) + (cholesky.DeterminantLn / 2);
        return new GaussianKernelDensity(whitening, [.. points.Select(point => Whiten(whitening, point))], logNorm);
    }

    /// <summary>ln of the density.</summary>
    public double Log(double[] point)
    {
        double[] white = Whiten(_whitening, point);
        double[] exponents = new double[_points.Length];
        for (int i = 0; i < exponents.Length; i++)
        {
            double square = 0;
            for (int d = 0; d < white.Length; d++)
            {
                square += (white[d] - _points[i][d]) * (white[d] - _points[i][d]);
            }

            exponents[i] = -square / 2;
        }

        double largest = exponents.Max();
        return largest + Math.Log(exponents.Sum(exponent => Math.Exp(exponent - largest))) - _logNorm;
    }

    private static double[] Whiten(Matrix<double> whitening, double[] point) => (whitening * Vector<double>.Build.Dense(point)).ToArray();

    private static Cholesky<double>? Factorise(Matrix<double> covariance)
    {
        // A tiny pivot against its variance is rounding of a dimension that depends on others.
        const double leastPivot = 1e-8;
        try
        {
            Cholesky<double> cholesky = covariance.Cholesky();
            return Enumerable.Range(0, covariance.RowCount).All(i => cholesky.Factor[i, i] > leastPivot * Math.Sqrt(covariance[i, i])) ? cholesky : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
