namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Which component a patient's code belongs to. A code is a normal itself, so that what counts is the expected log density
/// under it: log N(mean; component) - 1/2 trace(precision of the component x covariance of the code).
/// </summary>
internal sealed class LatentPosterior
{
    private readonly LatentMixture _mixture;
    private readonly double[][] _whitenings;
    private readonly double[][] _precisions;
    private readonly double[] _logScale;

    public LatentPosterior(LatentMixture mixture)
    {
        _mixture = mixture;
        _whitenings = [.. mixture.Roots.Select(root => LowerTriangle.Inverse(root, mixture.Size))];
        _precisions = [.. _whitenings.Select(whitening => Precisions(whitening, mixture.Size))];
        _logScale = [.. mixture.Roots.Select((root, k) =>
            Math.Log(mixture.Weights[k]) - (0.5 * mixture.Size * Math.Log(2 * Math.PI)) - Enumerable.Range(0, mixture.Size).Sum(i => Math.Log(root[LowerTriangle.At(i, i)])))];
        Shares = new double[mixture.Components];
    }

    /// <summary>Of the last code: the probability of each component, summing to 1.</summary>
    public double[] Shares { get; }

    /// <summary>Fills <see cref="Shares"/>.</summary>
    /// <returns>The code's log-likelihood.</returns>
    public double Of(ReadOnlySpan<double> mean, ReadOnlySpan<double> variance)
    {
        double largest = double.NegativeInfinity;
        for (int k = 0; k < Shares.Length; k++)
        {
            Shares[k] = _logScale[k] - (0.5 * Distance(k, mean, variance));
            largest = Math.Max(largest, Shares[k]);
        }

        double sum = 0;
        for (int k = 0; k < Shares.Length; k++)
        {
            sum += Shares[k] = Math.Exp(Shares[k] - largest);
        }

        for (int k = 0; k < Shares.Length; k++)
        {
            Shares[k] /= sum;
        }

        return largest + Math.Log(sum);
    }

    private double Distance(int component, ReadOnlySpan<double> mean, ReadOnlySpan<double> variance)
    {
        double[] centre = _mixture.Means[component];
        double[] whitening = _whitenings[component];
        double[] precision = _precisions[component];
        double distance = 0;
        for (int i = 0; i < mean.Length; i++)
        {
            double off = 0;
            for (int j = 0; j <= i; j++)
            {
                off += whitening[LowerTriangle.At(i, j)] * (mean[j] - centre[j]);
            }

            distance += (off * off) + (precision[i] * variance[i]);
        }

        return distance;
    }

    /// <summary>Diagonal of the inverse covariance: squared columns of the inverse root.</summary>
    private static double[] Precisions(double[] whitening, int size) =>
        [.. Enumerable.Range(0, size).Select(column => Enumerable.Range(column, size - column).Sum(row => Math.Pow(whitening[LowerTriangle.At(row, column)], 2)))];
}
