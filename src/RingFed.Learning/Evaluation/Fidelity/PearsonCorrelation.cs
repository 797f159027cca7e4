namespace RingFed.Learning.Evaluation.Fidelity;

/// <summary>Product-moment correlation over the rows where both values are present; φ for binary columns.</summary>
/// <param name="Value">In -1..1, or null where a column is constant on those rows or fewer than three exist.</param>
/// <param name="Rows">Rows where both values are present.</param>
internal readonly record struct PearsonCorrelation(double? Value, int Rows)
{
    private const int RowsMin = 3;

    public static PearsonCorrelation Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        (double meanX, double meanY, int rows) = Means(x, y);
        if (rows < RowsMin)
        {
            return new PearsonCorrelation(null, rows);
        }

        double xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double dx = x[i] - meanX;
            double dy = y[i] - meanY;
            if (!double.IsNaN(dx + dy))
            {
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }
        }

        double scale = Math.Sqrt(xx) * Math.Sqrt(yy);
        return new PearsonCorrelation(scale > 0 ? Math.Clamp(xy / scale, -1, 1) : null, rows);
    }

    private static (double X, double Y, int Rows) Means(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sumX = 0, sumY = 0;
        int rows = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsNaN(x[i]) && !double.IsNaN(y[i]))
            {
                sumX += x[i];
                sumY += y[i];
                rows++;
            }
        }

        return (sumX / rows, sumY / rows, rows);
    }
}
