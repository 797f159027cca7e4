using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation;

/// <summary>Seeded choices of rows.</summary>
internal static class CohortSampling
{
    /// <summary>At most <paramref name="count"/> rows, without replacement.</summary>
    public static Cohort Sample(this Cohort cohort, int count, long seed) =>
        count >= cohort.Count ? cohort : cohort.Take(Shuffle(cohort.Count, seed).AsSpan(0, count));

    /// <summary>The cohort cut in two at random: <paramref name="head"/> rows, and the others.</summary>
    public static (Cohort Head, Cohort Tail) Cut(this Cohort cohort, int head, long seed)
    {
        int[] order = Shuffle(cohort.Count, seed);
        return (cohort.Take(order.AsSpan(0, head)), cohort.Take(order.AsSpan(head)));
    }

    private static int[] Shuffle(int count, long seed)
    {
        SeededRandom random = new(seed);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = 0; i < count - 1; i++)
        {
            int pick = i + random.Index(count - i);
            (order[i], order[pick]) = (order[pick], order[i]);
        }

        return order;
    }
}
