namespace RingFed.Simulation.Poisoning;

/// <summary>Mean and spread of honest updates, float64, summed in roster order.</summary>
public static class HonestMoments
{
    /// <summary>Mean of each coordinate, [d].</summary>
    public static double[] Mean(IReadOnlyList<float[]> honest)
    {
        double[] mean = new double[honest[0].Length];
        foreach (float[] update in honest)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += update[i];
            }
        }

        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] /= honest.Count;
        }

        return mean;
    }

    /// <summary>Standard deviation of each coordinate with n - 1 below the sum, [d]; 0 for a single update.</summary>
    public static double[] StandardDeviation(IReadOnlyList<float[]> honest)
    {
        double[] mean = Mean(honest);
        double[] deviation = new double[mean.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            double squares = honest.Sum(update => (update[i] - mean[i]) * (update[i] - mean[i]));
            deviation[i] = honest.Count > 1 ? Math.Sqrt(squares / (honest.Count - 1)) : 0;
        }

        return deviation;
    }

    /// <summary>Root of the mean squared distance of the updates from their mean: the unit in which errors are told.</summary>
    public static double Spread(IReadOnlyList<float[]> honest)
    {
        double[] mean = Mean(honest);
        return Math.Sqrt(honest.Average(update => SquaredDistance(update, mean)));
    }

    /// <summary>Euclidean distance of what came out from the honest mean.</summary>
    public static double Distance(ReadOnlySpan<float> merged, ReadOnlySpan<double> mean) => Math.Sqrt(SquaredDistance(merged, mean));

    internal static double Length(ReadOnlySpan<float> update)
    {
        double squares = 0;
        foreach (float value in update)
        {
            squares += (double)value * value;
        }

        return Math.Sqrt(squares);
    }

    internal static double SquaredDistance(ReadOnlySpan<float> update, ReadOnlySpan<double> point)
    {
        double squares = 0;
        for (int i = 0; i < update.Length; i++)
        {
            double difference = update[i] - point[i];
            squares += difference * difference;
        }

        return squares;
    }
}
