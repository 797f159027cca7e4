namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// The product-limit estimate of survival (Kaplan and Meier 1958): a right-continuous step function that starts at 1
/// and falls at event times. At equal times events come before censoring. After the last time it stays where it is.
/// </summary>
public sealed class KaplanMeier
{
    private readonly double[] _times;
    private readonly double[] _survival;

    private KaplanMeier(double[] times, double[] survival)
    {
        _times = times;
        _survival = survival;
    }

    /// <summary>Times at which the curve falls, ascending.</summary>
    public IReadOnlyList<double> Steps => _times;

    public static KaplanMeier Of(SurvivalSample sample)
    {
        int[] order = [.. Enumerable.Range(0, sample.Count).OrderBy(i => sample.Times[i])];
        List<double> times = [];
        List<double> survival = [];
        double current = 1;
        for (int start = 0, end; start < order.Length; start = end)
        {
            double time = sample.Times[order[start]];
            int events = 0;
            for (end = start; end < order.Length && sample.Times[order[end]] == time; end++)
            {
                events += sample.Events[order[end]] ? 1 : 0;
            }

            if (events > 0)
            {
                current *= 1 - ((double)events / (order.Length - start));
                times.Add(time);
                survival.Add(current);
            }
        }

        return new KaplanMeier([.. times], [.. survival]);
    }

    /// <summary>Probability of surviving beyond <paramref name="time"/>.</summary>
    public double At(double time)
    {
        int index = Array.BinarySearch(_times, time);
        int before = index >= 0 ? index : ~index - 1;
        return before < 0 ? 1 : _survival[before];
    }
}
