namespace RingFed.Daemon.Experiments.Results;

/// <summary>A mean with its 95 % interval by Student's t; without an interval where there is one value alone.</summary>
/// <param name="Count">Independent values that the interval rests on.</param>
internal sealed record Spread(double Mean, double? Low, double? High, int Count)
{
    /// <summary>Two-sided 95 % quantiles of Student's t by degrees of freedom, from 1 (Fisher and Yates, table III).</summary>
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    private const double QuantileOfMany = 1.960;

    /// <summary>
    /// Values of one group (the seeds of a split, the folds of a repeat) are averaged first: they share patients, and an
    /// interval over all of them would be too narrow. With one group alone the interval is over what is in it.
    /// </summary>
    /// <returns>Null for no values.</returns>
    public static Spread? Of(IEnumerable<(int Group, double Value)> values)
    {
        double[][] groups = [.. values.GroupBy(one => one.Group, one => one.Value).Select(group => group.ToArray())];
        return groups.Length switch
        {
            0 => null,
            1 => Of(groups[0]),
            _ => Of([.. groups.Select(group => group.Average())]),
        };
    }

    private static Spread Of(double[] values)
    {
        double mean = values.Average();
        if (values.Length == 1)
        {
            return new Spread(mean, null, null, 1);
        }

        int freedom = values.Length - 1;
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / freedom);
        double reach = (freedom <= Quantiles.Length ? Quantiles[freedom - 1] : QuantileOfMany) * deviation / Math.Sqrt(values.Length);
        return new Spread(mean, mean - reach, mean + reach, values.Length);
    }
}
