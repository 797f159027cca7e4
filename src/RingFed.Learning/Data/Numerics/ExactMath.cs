namespace RingFed.Learning.Data.Numerics;

/// <summary>
/// exp, ln and their kin from IEEE-exact operations alone (+, -, *, /, sqrt, rounding, scaling by two), so that every
/// machine computes the same bits. <see cref="Math.Exp"/> and <see cref="Math.Log(double)"/> call the platform's
/// library, whose last bits differ; a digest over fitted numbers would then differ between silos.
/// Within 2 units in the last place of the true value over the normal range.
/// </summary>
public static class ExactMath
{
    /// <summary>ln 2 in two parts; the high one has 21 trailing zero bits, so that its small multiples are exact.</summary>
    private const double Ln2High = 6.93147180369123816490e-01;

    private const double Ln2Low = 1.90821492927058770002e-10;

    private const double ExpMax = 709.782712893384;

    private const double ExpMin = -745.2;

    private const double SquareRootHalf = 0.70710678118654752440;

    /// <summary>1/2!, 1/3!, ..., 1/13!: the remainder on |r| at most ln(2)/2 is below 5e-18.</summary>
    private static readonly double[] _inverseFactorials = InverseFactorials();

    /// <summary>e to the power of <paramref name="x"/>; 0 and infinity beyond the range, NaN for NaN.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > ExpMax || x < ExpMin)
        {
            return x > 0 ? double.PositiveInfinity : 0;
        }

        double k = Math.Round(x / (Ln2High + Ln2Low));
        double r = (x - (k * Ln2High)) - (k * Ln2Low);
        double tail = 0;
        for (int i = _inverseFactorials.Length - 1; i >= 0; i--)
        {
            tail = (tail * r) + _inverseFactorials[i];
        }

        return Math.ScaleB(1 + (r + (r * r * tail)), (int)k);
    }

    /// <summary>Natural logarithm; minus infinity at 0, NaN below and for NaN.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        int k = Math.ILogB(x) + 1;
        double mantissa = Math.ScaleB(x, -k);
        if (mantissa < SquareRootHalf)
        {
            mantissa *= 2;
            k--;
        }

        // ln(1+f) = 2 artanh(s), s = f / (2 + f), arranged so that f itself enters without rounding.
        double f = mantissa - 1;
        double s = f / (2 + f);
        double half = 0.5 * f * f;
        double series = ArtanhTail(s * s);
        return (k * Ln2High) - (half - ((s * (half + series)) + (k * Ln2Low)) - f);
    }

    /// <summary>ln(1 + x) for x above -1, accurate near 0.</summary>
    public static double Log1p(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Log(sum) + ((x - (sum - 1)) / sum);
    }

    /// <summary>
    /// Standard normal distribution function by Marsaglia's series (Evaluating the Normal Distribution, J. Stat. Softw.
    /// 11(4), 2004); absolute error below 1e-15.
    /// </summary>
    public static double NormalCumulative(double x)
    {
        const double limit = 8;
        if (Math.Abs(x) > limit)
        {
            return x > 0 ? 1 : 0;
        }

        double term = x;
        double sum = x;
        for (int i = 3; sum + term != sum; i += 2)
        {
            term *= x * x / i;
            sum += term;
        }

        const double rootTwoPi = 2.50662827463100050242;
        return 0.5 + (sum * Exp(-0.5 * x * x) / rootTwoPi);
    }

    /// <summary>2/3 z + 2/5 z^2 + ... + 2/23 z^11; z at most 0.0295, so that the remainder is below 1e-18.</summary>
    private static double ArtanhTail(double z)
    {
        double sum = 0;
        for (int i = 11; i >= 1; i--)
        {
            sum = (sum + (2.0 / ((2 * i) + 1))) * z;
        }

        return sum;
    }

    private static double[] InverseFactorials()
    {
        double[] inverse = new double[12];
        double factorial = 1;
        for (int i = 0; i < inverse.Length; i++)
        {
            factorial *= i + 2;
            inverse[i] = 1 / factorial;
        }

        return inverse;
    }
}
