using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Mean and covariance of all codes of the ring.</summary>
internal sealed class LatentSpread
{
    private LatentSpread(double[] mean, double[] covariance) => Single = new LatentMixture([1], [mean], [covariance]);

    /// <summary>One Gaussian for all.</summary>
    public LatentMixture Single { get; }

    /// <param name="moments">Records, sums of codes and sums of their products, as <see cref="LatentQueries"/> orders them; the first is above 0.</param>
    public static LatentSpread Of(ReadOnlySpan<double> moments, int size)
    {
        double records = moments[0];
        double[] mean = new double[size];
        double[] covariance = new double[LowerTriangle.Length(size)];
        for (int i = 0; i < size; i++)
        {
            mean[i] = moments[1 + i] / records;
            for (int j = 0; j <= i; j++)
            {
                int at = LowerTriangle.At(i, j);
                covariance[at] = (moments[1 + size + at] / records) - (mean[i] * mean[j]);
            }

            covariance[LowerTriangle.At(i, i)] = Math.Max(covariance[LowerTriangle.At(i, i)], LowerTriangle.VarianceMin);
        }

        return new LatentSpread(mean, covariance);
    }

    /// <summary>A place where a code may well lie.</summary>
    public double[] Draw(SeededRandom random)
    {
        float[] drawn = new float[Single.Size];
        Single.Draw(random, drawn);
        return [.. drawn.Select(value => (double)value)];
    }
}
