namespace RingFed.Learning.Evaluation.Detection;

/// <summary>Area under the ROC curve with its 95 % interval.</summary>
/// <param name="Value">P(score of a positive > score of a negative) + half of ties, in 0..1.</param>
/// <param name="StandardError">DeLong's; 0 when the classes are separated perfectly.</param>
/// <param name="Low">Value - 1.96 standard errors, clipped to 0..1.</param>
/// <param name="High">Value + 1.96 standard errors, clipped to 0..1.</param>
public sealed record Auc(double Value, double StandardError, double Low, double High)
{
    private const double NormalQuantile975 = 1.959963984540054;

    /// <summary>
    /// The area and DeLong's variance (DeLong, DeLong, Clarke-Pearson, Biometrics 1988, equations 4 and 5) by mid-ranks
    /// (Sun and Xu, IEEE SPL 2014), so that ties count a half.
    /// </summary>
    /// <returns>Null when either class has fewer than two rows: no variance can be had.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a score is not a number.</exception>
    public static Auc? Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        if (scores.Length != labels.Length)
        {
            throw new ArgumentException($"{scores.Length} scores came with {labels.Length} labels.", nameof(labels));
        }

        double[] positive = Where(scores, labels, true);
        double[] negative = Where(scores, labels, false);
        if (positive.Length < 2 || negative.Length < 2)
        {
            return null;
        }

        double[] all = MidRanks.Of([.. positive, .. negative]);
        double[] positiveShare = Placements(all.AsSpan(0, positive.Length), MidRanks.Of(positive), negative.Length);
        double[] negativeShare = Placements(all.AsSpan(positive.Length), MidRanks.Of(negative), positive.Length);
        double area = positiveShare.Average();
        double error = Math.Sqrt((Variance(positiveShare) / positive.Length) + (Variance(negativeShare) / negative.Length));
        double reach = NormalQuantile975 * error;
        return new Auc(area, error, Math.Max(0, area - reach), Math.Min(1, area + reach));
    }

    /// <summary>Share of the other class that lies below each score, ties a half.</summary>
    private static double[] Placements(ReadOnlySpan<double> ranksInAll, double[] ranksInClass, int others)
    {
        double[] shares = new double[ranksInClass.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = (ranksInAll[i] - ranksInClass[i]) / others;
        }

        return shares;
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }

    private static double[] Where(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, bool wanted)
    {
        List<double> chosen = [];
        for (int i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i]))
            {
                throw new ArgumentException($"The score of row {i} is not a number.", nameof(scores));
            }

            if (labels[i] == wanted)
            {
                chosen.Add(scores[i]);
            }
        }

        return [.. chosen];
    }
}
