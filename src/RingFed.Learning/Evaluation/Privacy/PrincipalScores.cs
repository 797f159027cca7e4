using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace RingFed.Learning.Evaluation.Privacy;

/// <summary>
/// Points on the leading principal axes of a sample (Pearson 1901), so that kernels meet few dimensions. Axes that carry
/// less than a thousandth of the first one's variance are left out.
/// </summary>
internal sealed class PrincipalScores
{
    private const double LeastVariance = 1e-3;

    private readonly Vector<double> _mean;
    private readonly Matrix<double> _axes;

    private PrincipalScores(Vector<double> mean, Matrix<double> axes) => (_mean, _axes) = (mean, axes);

    public int Dimensions => _axes.ColumnCount;

    /// <returns>Null where the points do not vary.</returns>
    public static PrincipalScores? Fit(float[][] points, int dimensionsMax)
    {
        Matrix<double> rows = Rows(points);
        Vector<double> mean = rows.ColumnSums() / rows.RowCount;
        Matrix<double> centred = rows - Matrix<double>.Build.Dense(rows.RowCount, rows.ColumnCount, (_, c) => mean[c]);
        Evd<double> axes = centred.TransposeThisAndMultiply(centred).Evd(Symmetricity.Symmetric);
        double first = axes.EigenValues[rows.ColumnCount - 1].Real;
        int[] kept = [.. Enumerable.Range(1, Math.Min(dimensionsMax, rows.ColumnCount))
            .Select(i => rows.ColumnCount - i)
            .Where(i => first > 1e-12 && axes.EigenValues[i].Real > LeastVariance * first)];
        return kept.Length == 0
            ? null
            : new PrincipalScores(mean, Matrix<double>.Build.DenseOfColumnVectors(kept.Select(axes.EigenVectors.Column)));
    }

    /// <summary>One array a point, of as many numbers as there are axes.</summary>
    public double[][] Of(float[][] points) => [.. points.Select(point =>
        ((Vector<double>.Build.Dense(point.Length, c => point[c]) - _mean) * _axes).ToArray())];

    private static Matrix<double> Rows(float[][] points) =>
        Matrix<double>.Build.Dense(points.Length, points[0].Length, (r, c) => points[r][c]);
}
