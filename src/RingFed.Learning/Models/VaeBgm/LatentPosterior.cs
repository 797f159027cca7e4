namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Which component a patient's code belongs to. A code is a normal itself, so that what counts is the expected log density
/// under it: log N(mean; component) - 1/2 sum of variance / component variance.
/// </summary>
internal sealed class LatentPosterior
{
    private readonly LatentMixture _mixture;
    private readonly double[][] _precisions;
    private readonly double[] _logScale;

    public LatentPosterior(LatentMixture mixture)
    {
        _mixture = mixture;
        _precisions = [.. mixture.Variances.Select(variances => variances.Select(variance => 1 / variance).ToArray())];
        _logScale = [.. mixture.Variances.Select((variances, k) =>
            Math.Log(mixture.Weights[k]) - (0.5 * variances.Sum(variance => Math.Log(2 * Math.PI * variance))))];
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
        double[] precision = _precisions[component];
        double distance = 0;
        for (int i = 0; i < mean.Length; i++)
        {
            double off = mean[i] - centre[i];
            distance += precision[i] * ((off * off) + variance[i]);
        }

        return distance;
    }
}
