using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// A silo's part of the sums that the mixture is fitted from. Each record's own part is rounded to fixed point before it
/// is added, so that a total is the same to the last bit however the records are spread over silos. Moments are: records,
/// sums of the codes, sums of their products by rows of the lower triangle with the posterior variance on the diagonal.
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

    /// <summary>Numbers of one set of moments.</summary>
    public static int MomentsOf(int size) => 1 + size + LowerTriangle.Length(size);

    /// <summary>Entries: the moments of all codes.</summary>
    public static StatisticQuery Moments(string name, LatentCodes codes)
    {
        Int128[] sums = new Int128[MomentsOf(codes.Size)];
        for (int row = 0; row < codes.Rows; row++)
        {
            Add(sums, codes, row, 1);
        }

        return Query(name, sums, codes.Size, 0, "Mean and covariance of the latent codes, to start their mixture from.");
    }

    /// <summary>Expectation step. Entries: log-likelihood; then for each component the moments of the shares of records that it answers for.</summary>
    public static StatisticQuery Expectation(string name, LatentCodes codes, LatentMixture mixture)
    {
        int size = codes.Size;
        int stride = MomentsOf(size);
        Int128[] sums = new Int128[1 + (mixture.Components * stride)];
        LatentPosterior posterior = new(mixture);
        for (int row = 0; row < codes.Rows; row++)
        {
            double likelihood = posterior.Of(codes.Means.AsSpan(row * size, size), codes.Variances.AsSpan(row * size, size));
            sums[0] += Fixed(Math.Clamp(likelihood, -LogLikelihoodMax, LogLikelihoodMax));
            for (int k = 0; k < mixture.Components; k++)
            {
                Add(sums.AsSpan(1 + (k * stride), stride), codes, row, posterior.Shares[k]);
            }
        }

        return Query(name, sums, size, LogLikelihoodMax, "One step of fitting a mixture to the latent codes.");
    }

    private static void Add(Span<Int128> sums, LatentCodes codes, int row, double share)
    {
        int size = codes.Size;
        ReadOnlySpan<double> mean = codes.Means.AsSpan(row * size, size);
        sums[0] += Fixed(share);
        int entry = 1 + size;
        for (int i = 0; i < size; i++)
        {
            sums[1 + i] += Fixed(share * mean[i]);
            for (int j = 0; j <= i; j++)
            {
                sums[entry++] += Fixed(share * ((mean[i] * mean[j]) + (i == j ? codes.Variances[(row * size) + i] : 0)));
            }
        }
    }

    /// <param name="beside">Most that a record adds to entries that are no moments.</param>
    private static StatisticQuery Query(string name, Int128[] sums, int size, double beside, string purpose)
    {
        int products = LowerTriangle.Length(size) - size;
        double first = beside + 1 + (size * MeanMax) + (products * MeanMax * MeanMax) + (size * SquareMax);
        double second = (beside * beside) + 1 + (size * MeanMax * MeanMax) + (products * Math.Pow(MeanMax, 4)) + (size * SquareMax * SquareMax);
        return new(name, sums, first, Math.Sqrt(second), Bound, EncoderFit.MinimumCount, purpose) { ScaleBits = ScaleBits };
    }

    private static Int128 Fixed(double value) => (long)Math.Round(Math.ScaleB(value, ScaleBits), MidpointRounding.ToEven);
}
