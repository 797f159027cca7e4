namespace RingFed.Learning.Models.Predictors.Newton;

/// <summary>
/// L D Lᵀ of a symmetric non-negative matrix, rows in their order. A variable whose pivot vanishes beside its diagonal is
/// constant or a combination of earlier ones: it is set aside and solved as 0, as R's <c>coxph</c> and <c>glm</c> do
/// (their NA). Plain arithmetic in a fixed order: the same bits on every machine.
/// </summary>
internal sealed class TriangularFactor
{
    /// <summary>Pivots below this share of their diagonal are rounding.</summary>
    private const double PivotShareMin = 1e-9;

    /// <summary>Pivots below it are rounding of the fixed-point sum, whatever the diagonal.</summary>
    private const double PivotMin = 1e-10;

    private readonly int _size;
    private readonly double[] _lower;
    private readonly double[] _pivots;

    /// <param name="triangle">Lower triangle row by row, as in <see cref="NewtonPoint.Information"/>.</param>
    public TriangularFactor(ReadOnlySpan<double> triangle, int size)
    {
        (_size, _lower, _pivots) = (size, triangle.ToArray(), new double[size]);
        for (int row = 0; row < size; row++)
        {
            Eliminate(row);
        }
    }

    /// <summary>D: what each variable adds to the information of those before it; 0 for variables set aside.</summary>
    public ReadOnlySpan<double> Pivots => _pivots;

    /// <summary>x with L D Lᵀ x = <paramref name="right"/>; 0 for variables set aside.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        double[] x = right.ToArray();
        for (int row = 0; row < _size; row++)
        {
            for (int column = 0; column < row; column++)
            {
                x[row] -= this[row, column] * x[column];
            }

            x[row] = IsAliased(row) ? 0 : x[row];
        }

        for (int row = _size - 1; row >= 0; row--)
        {
            x[row] = IsAliased(row) ? 0 : x[row] / _pivots[row];
            for (int below = row + 1; below < _size; below++)
            {
                x[row] -= this[below, row] * x[below];
            }
        }

        return x;
    }

    private bool IsAliased(int variable) => _pivots[variable] == 0;

    private double this[int row, int column] => _lower[NewtonPoint.TriangleLength(row) + column];

    private void Eliminate(int row)
    {
        int start = NewtonPoint.TriangleLength(row);
        double diagonal = _lower[start + row];
        double pivot = diagonal;
        for (int column = 0; column < row; column++)
        {
            double entry = _lower[start + column];
            for (int before = 0; before < column; before++)
            {
                entry -= _lower[start + before] * _pivots[before] * this[column, before];
            }

            double factor = IsAliased(column) ? 0 : entry / _pivots[column];
            _lower[start + column] = factor;
            pivot -= factor * factor * _pivots[column];
        }

        _pivots[row] = pivot > Math.Max(PivotMin, PivotShareMin * diagonal) ? pivot : 0;
    }
}
