using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Mean and covariance of all codes of the ring.</summary>
internal sealed class LatentSpread
{
    private const double VarianceMin = 1e-4;

    private readonly double[][] _root;

    private LatentSpread(double[] mean, double[][] covariance)
    {
        _root = Root(covariance);
        Single = new LatentMixture([1], [mean], [[.. mean.Select((_, i) => Math.Max(covariance[i][i], VarianceMin))]]);
    }

    /// <summary>One Gaussian for all.</summary>
    public LatentMixture Single { get; }

    /// <param name="moments">As <see cref="LatentQueries.Moments"/> orders them; the first is above 0.</param>
    public static LatentSpread Of(double[] moments, int size)
    {
        double[] mean = [.. Enumerable.Range(0, size).Select(i => moments[1 + i] / moments[0])];
        double[][] covariance = new double[size][];
        int entry = 1 + size;
        for (int i = 0; i < size; i++)
        {
            covariance[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
            {
                covariance[i][j] = (moments[entry++] / moments[0]) - (mean[i] * mean[j]);
            }
        }

        return new LatentSpread(mean, covariance);
    }

    /// <summary>A place where a code may well lie.</summary>
    public double[] Draw(SeededRandom random)
    {
        double[] noise = [.. _root.Select(_ => random.Normal())];
        return [.. _root.Select((row, i) => Single.Means[0][i] + Product(row, noise, row.Length))];
    }

    /// <summary>Lower triangle whose product with its transpose is the covariance (Cholesky), directions without spread left out.</summary>
    private static double[][] Root(double[][] covariance)
    {
        double[][] root = [.. covariance.Select(row => new double[row.Length])];
        for (int i = 0; i < root.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                root[i][j] = root[j][j] > 0 ? (covariance[i][j] - Product(root[i], root[j], j)) / root[j][j] : 0;
            }

            double left = covariance[i][i] - Product(root[i], root[i], i);
            root[i][i] = left > VarianceMin ? Math.Sqrt(left) : 0;
        }

        return root;
    }

    private static double Product(double[] a, double[] b, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
