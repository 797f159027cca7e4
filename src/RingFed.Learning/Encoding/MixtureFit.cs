using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding;

/// <summary>
/// Gaussian mixture of a histogram by expectation maximisation on bin midpoints. Every silo runs it on the same total
/// and gets the same bits: fixed summation order, <see cref="ExactMath"/>, no randomness.
/// </summary>
/// <remarks>
/// At most <see cref="ModesMax"/> components, started at equal-mass quantiles; as many as have the lowest Bayesian
/// information criterion. The reference's Dirichlet prior prunes to the same end: a smooth column split into ten
/// overlapping modes has the generator choose between names for the same value. A bin's own variance (width²/12) is added
/// to that of its component, so that a component on one bin is as wide as the bin and never degenerate.
/// </remarks>
internal static class MixtureFit
{
    public const int ModesMax = 10;

    public const double WeightMin = 0.005;

    public const int IterationsMax = 100;

    /// <summary>Stops when the mean log-likelihood of a record changes by less.</summary>
    public const double Tolerance = 1e-6;

    private const double VanishedWeight = 1e-300;

    /// <summary>Modes by ascending mean. An empty histogram gives one mode over the whole range.</summary>
    public static MixtureMode[] Fit(MergedBins histogram)
    {
        WeightedBin[] bins = Occupied(histogram);
        if (bins.Length == 0)
        {
            double range = histogram.Edges[^1] - histogram.Edges[0];
            return [new MixtureMode(1, histogram.Edges[0] + (range / 2), range / 4)];
        }

        long records = histogram.Counts.Sum();
        return Prune(Enumerable.Range(1, ModesMax).Select(count => Converge(bins, count)).MinBy(fit => Criterion(fit, records)).Modes);
    }

    /// <summary>Schwarz 1978: a component adds three numbers (weight, mean, deviation), and the weights sum to one.</summary>
    private static double Criterion((MixtureMode[] Modes, double Likelihood) fit, long records) =>
        (((3 * fit.Modes.Length) - 1) * ExactMath.Log(records)) - (2 * records * fit.Likelihood);

    private static (MixtureMode[] Modes, double Likelihood) Converge(WeightedBin[] bins, int count)
    {
        MixtureMode[] modes = Start(bins, count);
        double previous = double.NegativeInfinity;
        for (int iteration = 0; iteration < IterationsMax; iteration++)
        {
            (modes, double likelihood) = Step(bins, modes);
            bool settled = Math.Abs(likelihood - previous) < Tolerance;
            previous = likelihood;
            if (settled)
            {
                break;
            }
        }

        return (modes, previous);
    }

    private readonly record struct WeightedBin(double Share, double Middle, double Variance);

    private static WeightedBin[] Occupied(MergedBins histogram)
    {
        double total = histogram.Counts.Sum();
        List<WeightedBin> bins = [];
        for (int i = 0; i < histogram.Counts.Length; i++)
        {
            double width = histogram.Edges[i + 1] - histogram.Edges[i];
            if (histogram.Counts[i] > 0)
            {
                bins.Add(new(histogram.Counts[i] / total, histogram.Edges[i] + (width / 2), width * width / 12));
            }
        }

        return [.. bins];
    }

    private static MixtureMode[] Start(WeightedBin[] bins, int count)
    {
        double mean = bins.Sum(bin => bin.Share * bin.Middle);
        double variance = bins.Sum(bin => bin.Share * (((bin.Middle - mean) * (bin.Middle - mean)) + bin.Variance));
        double deviation = Math.Sqrt(variance) / count;
        return
        [
            .. Enumerable.Range(0, count)
                .Select(j => Quantile(bins, (j + 0.5) / count))
                .GroupBy(middle => middle)
                .Select(group => new MixtureMode((double)group.Count() / count, group.Key, deviation)),
        ];
    }

    private static double Quantile(WeightedBin[] bins, double share)
    {
        double reached = 0;
        foreach (WeightedBin bin in bins)
        {
            reached += bin.Share;
            if (reached >= share)
            {
                return bin.Middle;
            }
        }

        return bins[^1].Middle;
    }

    private static (MixtureMode[] Modes, double Likelihood) Step(WeightedBin[] bins, MixtureMode[] modes)
    {
        int count = modes.Length;
        double[] logScale = [.. modes.Select(mode => ExactMath.Log(mode.Weight / mode.StandardDeviation))];
        double[] weight = new double[count];
        double[] first = new double[count];
        double[] second = new double[count];
        double[] posterior = new double[count];
        double likelihood = 0;
        foreach (WeightedBin bin in bins)
        {
            likelihood += bin.Share * Responsibilities(bin.Middle, modes, logScale, posterior);
            for (int j = 0; j < count; j++)
            {
                // Moments about the old mean keep digits that x² would lose.
                double share = bin.Share * posterior[j];
                double offset = bin.Middle - modes[j].Mean;
                weight[j] += share;
                first[j] += share * offset;
                second[j] += share * ((offset * offset) + bin.Variance);
            }
        }

        return ([.. modes.Select((mode, j) => Update(mode, weight[j], first[j], second[j]))], likelihood);
    }

    /// <summary>Posterior of each mode for one value; returns the log density up to a constant.</summary>
    private static double Responsibilities(double value, MixtureMode[] modes, double[] logScale, double[] posterior)
    {
        double largest = double.NegativeInfinity;
        for (int j = 0; j < modes.Length; j++)
        {
            double z = (value - modes[j].Mean) / modes[j].StandardDeviation;
            posterior[j] = logScale[j] - (0.5 * z * z);
            largest = Math.Max(largest, posterior[j]);
        }

        double sum = 0;
        for (int j = 0; j < modes.Length; j++)
        {
            posterior[j] = ExactMath.Exp(posterior[j] - largest);
            sum += posterior[j];
        }

        for (int j = 0; j < modes.Length; j++)
        {
            posterior[j] /= sum;
        }

        return largest + ExactMath.Log(sum);
    }

    private static MixtureMode Update(MixtureMode mode, double weight, double first, double second)
    {
        // A component that lost its last record keeps its place with weight 0 and is pruned at the end.
        if (weight < VanishedWeight)
        {
            return mode with { Weight = 0 };
        }

        double shift = first / weight;
        double variance = (second / weight) - (shift * shift);
        return new MixtureMode(weight, mode.Mean + shift, Math.Sqrt(Math.Max(variance, mode.StandardDeviation * mode.StandardDeviation * Tolerance)));
    }

    private static MixtureMode[] Prune(MixtureMode[] modes)
    {
        MixtureMode[] kept = [.. modes.Where(mode => mode.Weight > WeightMin).OrderBy(mode => mode.Mean)];
        double sum = kept.Sum(mode => mode.Weight);
        return [.. kept.Select(mode => mode with { Weight = mode.Weight / sum })];
    }
}
