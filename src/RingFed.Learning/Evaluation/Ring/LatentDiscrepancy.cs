using RingFed.Learning.Encoding;

namespace RingFed.Learning.Evaluation.Ring;

/// <summary>
/// How far a silo's codes lie from the other silos': squared maximum mean discrepancy (Gretton et al. 2012, lemma 6, the
/// unbiased estimate) under the kernel of <see cref="FourierFeatures"/>. Silos hand in sums of features, one set a class
/// where codes are compared within classes, and each subtracts its own part from the total.
/// </summary>
public static class LatentDiscrepancy
{
    private const int ScaleBits = 32;

    /// <summary>Numbers of a class: records, then sums of features.</summary>
    private const int Stride = 1 + FourierFeatures.Count;

    /// <summary>Asks the ring for one sum.</summary>
    /// <param name="name">Of the sum.</param>
    /// <param name="codes">[rows, size] of this silo; may be none.</param>
    /// <param name="classes">Class of each row, below <paramref name="classCount"/>, negative for one that counts nowhere; null where all are of one.</param>
    /// <returns>Of this silo against the others; see <see cref="Of"/>.</returns>
    /// <exception cref="InvalidOperationException">The ring refused the sum.</exception>
    public static async Task<Score> MeasureAsync(string name, double[] codes, int size, int[]? classes, int classCount, IRingSum ring, CancellationToken cancellationToken)
    {
        double[] own = Sums(codes, size, classes, classCount);
        StatisticQuery query = StatisticQuery.OfReals(
            name, own, 1 + Math.Sqrt(FourierFeatures.Count), Math.Sqrt(2), EncoderFit.RecordsPerSiloMax, ScaleBits, EncoderFit.MinimumCount,
            "Compare the latent codes of silos by sums of random features.");
        return Of(own, (await ring.SumAsync(query, cancellationToken).ConfigureAwait(false)).Reals(ScaleBits));
    }

    /// <summary>A silo's part.</summary>
    /// <returns>[classCount, 1 + <see cref="FourierFeatures.Count"/>].</returns>
    /// <exception cref="ArgumentException">Classes are not one a row.</exception>
    public static double[] Sums(double[] codes, int size, int[]? classes, int classCount)
    {
        if (classes is not null && classes.Length * size != codes.Length)
        {
            throw new ArgumentException($"{codes.Length} numbers are not codes of {classes.Length} rows.", nameof(classes));
        }

        FourierFeatures kernel = new(size);
        double[] sums = new double[classCount * Stride];
        double[] features = new double[FourierFeatures.Count];
        for (int row = 0; row * size < codes.Length; row++)
        {
            int group = classes?[row] ?? 0;
            if (group < 0)
            {
                continue;
            }

            kernel.Of(codes.AsSpan(row * size, size), features);
            sums[group * Stride]++;
            for (int f = 0; f < features.Length; f++)
            {
                sums[(group * Stride) + 1 + f] += features[f];
            }
        }

        return sums;
    }

    /// <param name="own">A silo's sums.</param>
    /// <param name="total">Of all silos, the same one included.</param>
    /// <returns>
    /// Mean over the classes that silo and others have k records of each; at most 4, 0 for equal distributions, a little
    /// below 0 by chance. None without such a class.
    /// </returns>
    public static Score Of(double[] own, double[] total)
    {
        List<double> found = [];
        for (int start = 0; start < own.Length; start += Stride)
        {
            (double records, double others) = (own[start], total[start] - own[start]);
            if (records >= EncoderFit.MinimumCount && others >= EncoderFit.MinimumCount)
            {
                found.Add(Unbiased(own.AsSpan(start + 1, FourierFeatures.Count), total.AsSpan(start + 1, FourierFeatures.Count), records, others));
            }
        }

        return found.Count > 0 ? new Score(found.Average()) : Score.None($"no class has {EncoderFit.MinimumCount} records at the silo and at the others");
    }

    /// <summary>A code's product with itself is 1, which the means of products between different codes leave out.</summary>
    private static double Unbiased(ReadOnlySpan<double> own, ReadOnlySpan<double> total, double records, double others)
    {
        (double within, double among, double between) = (0, 0, 0);
        for (int f = 0; f < own.Length; f++)
        {
            double rest = total[f] - own[f];
            within += own[f] * own[f];
            among += rest * rest;
            between += own[f] * rest;
        }

        return ((within - records) / (records * (records - 1))) + ((among - others) / (others * (others - 1))) - (2 * between / (records * others));
    }
}
