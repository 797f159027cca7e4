namespace RingFed.Simulation.Poisoning;

/// <summary>
/// How far the attackers may push before they stick out: halving steps from 10 until they are below 1e-5.
/// Source: Shejwalkar and Houmansadr 2021 (NDSS), algorithm 1; start and threshold are those of its authors' program.
/// </summary>
internal static class StealthSearch
{
    private const double Start = 10;
    private const double Threshold = 1e-5;

    /// <summary>mean - λ x perturbation at the largest λ found whose squared distances to the honest updates pass.</summary>
    /// <param name="passes">Whether these squared distances, one an honest update, are still like those of honest silos.</param>
    public static float[] Furthest(IReadOnlyList<float[]> honest, Perturbation perturbation, Func<double[], bool> passes)
    {
        double[] mean = HonestMoments.Mean(honest);
        double[] direction = Along(honest, mean, perturbation);
        double passed = 0;
        double step = Start;
        for (double lambda = Start; Math.Abs(passed - lambda) > Threshold;)
        {
            bool hidden = passes(SquaredDistances(honest, Point(mean, lambda, direction)));
            step /= 2;
            passed = hidden ? lambda : passed;
            lambda += hidden ? step : -step;
        }

        return Direction.From(mean, -passed, direction);
    }

    /// <summary>Squared distances of every update to every update, a row each.</summary>
    public static double[][] Among(IReadOnlyList<float[]> honest) =>
        [.. honest.Select(one => SquaredDistances(honest, [.. one.Select(value => (double)value)]))];

    private static double[] Along(IReadOnlyList<float[]> honest, double[] mean, Perturbation perturbation) => perturbation switch
    {
        Perturbation.Unit => Unit(mean),
        Perturbation.Sign => [.. mean.Select(value => (double)Math.Sign(value))],
        _ => HonestMoments.StandardDeviation(honest),
    };

    private static double[] Unit(double[] mean)
    {
        double length = Math.Sqrt(mean.Sum(value => value * value));
        return length > 0 ? [.. mean.Select(value => value / length)] : mean;
    }

    private static double[] Point(double[] mean, double lambda, double[] direction) =>
        [.. mean.Zip(direction, (start, towards) => start - (lambda * towards))];

    private static double[] SquaredDistances(IReadOnlyList<float[]> honest, double[] point) =>
        [.. honest.Select(update => HonestMoments.SquaredDistance(update, point))];
}
