using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation.Detection;

/// <summary>
/// What detection reaches when there is nothing to detect: the test rows' labels are shuffled, the classifiers' scores
/// stay, and the larger folded AUC is taken as in <see cref="DetectionScore"/>. Detection below its 95 % quantile is chance.
/// </summary>
internal static class DetectionNull
{
    private const int Permutations = 1_000;
    private const double Level = .95;

    /// <param name="scores">Of each classifier, one a test row.</param>
    /// <param name="observed">Detection as measured.</param>
    /// <returns>The quantile; the note tells the share of shuffles that reach the observed value, which itself counts as one.</returns>
    public static Score Of(IReadOnlyList<double[]> scores, bool[] labels, double observed, long seed)
    {
        double[][] ranks = [.. scores.Select(MidRanks.Of)];
        int positives = labels.Count(label => label);
        SeededRandom random = new(seed);
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        double[] areas = new double[Permutations];
        for (int i = 0; i < areas.Length; i++)
        {
            Shuffle(order, positives, random);
            areas[i] = ranks.Max(rank => Folded(rank, order.AsSpan(0, positives), labels.Length - positives));
        }

        Array.Sort(areas);
        double p = (1.0 + areas.Count(area => area >= observed)) / (1 + Permutations);
        return new Score(Quantiles.Of(areas, Level), Note: string.Create(System.Globalization.CultureInfo.InvariantCulture, $"p = {p:0.000}"));
    }

    /// <summary>The first <paramref name="count"/> become a random choice.</summary>
    private static void Shuffle(int[] order, int count, SeededRandom random)
    {
        for (int i = 0; i < count; i++)
        {
            int pick = i + random.Index(order.Length - i);
            (order[i], order[pick]) = (order[pick], order[i]);
        }
    }

    /// <summary>.5 + |AUC - .5|, AUC from the positives' ranks (Mann and Whitney).</summary>
    private static double Folded(double[] ranks, ReadOnlySpan<int> positives, int negatives)
    {
        double sum = 0;
        foreach (int row in positives)
        {
            sum += ranks[row];
        }

        double area = (sum - (positives.Length * (positives.Length + 1.0) / 2)) / ((double)positives.Length * negatives);
        return .5 + Math.Abs(area - .5);
    }
}
