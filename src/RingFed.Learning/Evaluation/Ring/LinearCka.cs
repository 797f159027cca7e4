namespace RingFed.Learning.Evaluation.Ring;

/// <summary>
/// How alike two encoders place the same rows: linear centred kernel alignment (Kornblith et al. 2019, arXiv 1905.00414,
/// section 3), ‖B'A‖² / (‖A'A‖ ‖B'B‖) in Frobenius norms over centred codes. 1 where one is the other turned, mirrored or
/// scaled; 0 where no direction of one goes with any of the other.
/// </summary>
public static class LinearCka
{
    /// <param name="a">[rows, its size], row by row.</param>
    /// <param name="b">[rows, its size], row by row; the sizes may differ.</param>
    /// <returns>In [0, 1]; none where there are no rows, all rows of one lie in one place, or a code is not finite.</returns>
    /// <exception cref="ArgumentException">A length is no multiple of the rows.</exception>
    public static Score Of(double[] a, double[] b, int rows)
    {
        if (rows < 1 || a.Length % rows != 0 || b.Length % rows != 0)
        {
            return rows < 1 && a.Length + b.Length == 0
                ? Score.None("there are no rows to compare encoders on")
                : throw new ArgumentException($"{a.Length} and {b.Length} numbers are not codes of {rows} rows.", nameof(rows));
        }

        (double[] first, double[] second) = (Centred(a, rows), Centred(b, rows));
        double alignment = SquaredProduct(first, second, rows) / Math.Sqrt(SquaredProduct(first, first, rows) * SquaredProduct(second, second, rows));
        return double.IsFinite(alignment) ? new Score(Math.Min(alignment, 1)) : Score.None("an encoder puts all rows in one place, or a code is not finite");
    }

    private static double[] Centred(double[] codes, int rows)
    {
        int size = codes.Length / rows;
        double[] means = new double[size];
        for (int i = 0; i < codes.Length; i++)
        {
            means[i % size] += codes[i] / rows;
        }

        return [.. codes.Select((code, i) => code - means[i % size])];
    }

    /// <summary>‖B'A‖²: over all pairs of coordinates the squared sum over rows of their products.</summary>
    private static double SquaredProduct(double[] a, double[] b, int rows)
    {
        (int left, int right) = (a.Length / rows, b.Length / rows);
        double norm = 0;
        for (int i = 0; i < left; i++)
        {
            for (int j = 0; j < right; j++)
            {
                double product = 0;
                for (int row = 0; row < rows; row++)
                {
                    product += a[(row * left) + i] * b[(row * right) + j];
                }

                norm += product * product;
            }
        }

        return norm;
    }
}
