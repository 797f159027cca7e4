using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// A silo's part of the sums that the mixture is fitted from. Each record's own part is rounded to fixed point before it
/// is added, so that a total is the same to the last bit however the records are spread over silos.
/// </summary>
internal static class LatentQueries
{
    /// <summary>Sizes stay below 1,000 and 2^40 records: far from 2^127 for any number of silos.</summary>
    public const int ScaleBits = 32;

    /// <summary>A record's log-likelihood is cut off here: it decides only when to stop.</summary>
    public const double LogLikelihoodMax = 1_000;

    private const double MeanMax = VaeNetwork.MeanMax;
    private const double SquareMax = (MeanMax * MeanMax) + LatentCodes.VarianceMax;

    /// <summary>Most that a silo's records can add to one entry.</summary>
    private const long Bound = EncoderFit.RecordsPerSiloMax * (long)LogLikelihoodMax;

    /// <summary>Entries: records; sums of the codes; sums of their products by rows of the lower triangle, posterior variance on the diagonal.</summary>
    public static StatisticQuery Moments(string name, LatentCodes codes)
    {
        int size = codes.Size;
        int products = size * (size + 1) / 2;
        Int128[] sums = new Int128[1 + size + products];
        for (int row = 0; row < codes.Rows; row++)
        {
            ReadOnlySpan<double> mean = codes.Means.AsSpan(row * size, size);
            sums[0] += Fixed(1);
            int entry = 1;
            for (int i = 0; i < size; i++)
            {
                sums[entry++] += Fixed(mean[i]);
            }

            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    sums[entry++] += Fixed((mean[i] * mean[j]) + (i == j ? codes.Variances[(row * size) + i] : 0));
                }
            }
        }

        double first = 1 + (size * MeanMax) + ((products - size) * MeanMax * MeanMax) + (size * SquareMax);
        double second = 1 + (size * MeanMax * MeanMax) + ((products - size) * Math.Pow(MeanMax, 4)) + (size * SquareMax * SquareMax);
        return Query(name, sums, first, second, "Mean and covariance of the latent codes, to start their mixture from.");
    }

    /// <summary>
    /// Expectation step. Entries: log-likelihood; then for each component the records it answers for, the sums of their
    /// codes, and the sums of their squares with posterior variances.
    /// </summary>
    public static StatisticQuery Expectation(string name, LatentCodes codes, LatentMixture mixture)
    {
        int size = codes.Size;
        int stride = 1 + (2 * size);
        Int128[] sums = new Int128[1 + (mixture.Components * stride)];
        LatentPosterior posterior = new(mixture);
        for (int row = 0; row < codes.Rows; row++)
        {
            ReadOnlySpan<double> mean = codes.Means.AsSpan(row * size, size);
            ReadOnlySpan<double> variance = codes.Variances.AsSpan(row * size, size);
            sums[0] += Fixed(Math.Clamp(posterior.Of(mean, variance), -LogLikelihoodMax, LogLikelihoodMax));
            for (int k = 0; k < mixture.Components; k++)
            {
                double share = posterior.Shares[k];
                Span<Int128> own = sums.AsSpan(1 + (k * stride), stride);
                own[0] += Fixed(share);
                for (int i = 0; i < size; i++)
                {
                    own[1 + i] += Fixed(share * mean[i]);
                    own[1 + size + i] += Fixed(share * ((mean[i] * mean[i]) + variance[i]));
                }
            }
        }

        double first = LogLikelihoodMax + 1 + (size * (MeanMax + SquareMax));
        double second = (LogLikelihoodMax * LogLikelihoodMax) + 1 + (size * ((MeanMax * MeanMax) + (SquareMax * SquareMax)));
        return Query(name, sums, first, second, "One step of fitting a mixture to the latent codes.");
    }

    private static StatisticQuery Query(string name, Int128[] sums, double sensitivityL1, double squaredSensitivityL2, string purpose) =>
        new(name, sums, sensitivityL1, Math.Sqrt(squaredSensitivityL2), Bound, EncoderFit.MinimumCount, purpose) { ScaleBits = ScaleBits };

    private static Int128 Fixed(double value) => (long)Math.Round(Math.ScaleB(value, ScaleBits), MidpointRounding.ToEven);
}
