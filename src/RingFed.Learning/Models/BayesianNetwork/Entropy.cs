using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>Log-likelihoods of counts, in nats, with the same bits on every machine.</summary>
internal static class Entropy
{
    /// <summary>Sum of n ln n over the counts, less N ln N of their sum: the log-likelihood of records at their own shares, at most 0.</summary>
    public static double LogLikelihood(ReadOnlySpan<long> counts)
    {
        long total = 0;
        double sum = 0;
        foreach (long count in counts)
        {
            total += count;
            sum += TimesLog(count);
        }

        return sum - TimesLog(total);
    }

    private static double TimesLog(long count) => count > 1 ? count * ExactMath.Log(count) : 0;
}
