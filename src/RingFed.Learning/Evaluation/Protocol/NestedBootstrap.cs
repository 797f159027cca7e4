using MathNet.Numerics.Distributions;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation.Protocol;

/// <summary>
/// 95 % interval of a mean over splits x training seeds: splits are drawn with replacement, seeds within a drawn split,
/// and each drawn cell gives one of its patient replicates where it has them. A percentile interval of k units is too
/// short, so its ends are moved away from the mean by sqrt(k/(k - 1)) t(k - 1)/z (Hesterberg, What Teachers Should Know
/// About the Bootstrap, The American Statistician 69(4), 2015), k the splits, or the seeds where there is one
/// split: 1.58 for five. Splits of one cohort share patients; the interval speaks of that cohort, not of another hospital.
/// </summary>
internal static class NestedBootstrap
{
    private const double Tail = .025;
    private const double NormalQuantile975 = 1.959963984540054;

    public static (double Low, double High) Interval(IReadOnlyList<MetricCell> cells, ProtocolOptions options)
    {
        MetricCell[][] splits = [.. cells.GroupBy(cell => cell.Split).OrderBy(split => split.Key)
            .Select(split => split.OrderBy(cell => cell.Seed).ToArray())];
        double mean = Mean(splits);
        SeededRandom random = new(ProtocolStreams.Cells(options.Seed));
        double[] draws = new double[options.Replicates];
        for (int replicate = 0; replicate < draws.Length; replicate++)
        {
            draws[replicate] = Draw(splits, replicate, random);
        }

        Array.Sort(draws);
        double stretch = Stretch(splits.Length > 1 ? splits.Length : splits[0].Length);
        return (mean + (stretch * (Quantiles.Of(draws, Tail) - mean)), mean + (stretch * (Quantiles.Of(draws, 1 - Tail) - mean)));
    }

    /// <summary>Every split counts the same, however many of its seeds have a value.</summary>
    public static double Mean(IEnumerable<MetricCell> cells) =>
        Mean([.. cells.GroupBy(cell => cell.Split).OrderBy(split => split.Key).Select(split => split.ToArray())]);

    private static double Mean(MetricCell[][] splits) => splits.Average(split => split.Average(cell => cell.Value));

    private static double Draw(MetricCell[][] splits, int replicate, SeededRandom random)
    {
        double sum = 0;
        for (int i = 0; i < splits.Length; i++)
        {
            MetricCell[] split = splits[random.Index(splits.Length)];
            double inside = 0;
            for (int j = 0; j < split.Length; j++)
            {
                MetricCell cell = split[random.Index(split.Length)];
                inside += cell.Replicates?[replicate] ?? cell.Value;
            }

            sum += inside / split.Length;
        }

        return sum / splits.Length;
    }

    private static double Stretch(int units) => units < 2
        ? 1
        : Math.Sqrt(units / (units - 1.0)) * StudentT.InvCDF(0, 1, units - 1, 1 - Tail) / NormalQuantile975;
}
