using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Partitioning;

/// <summary>Repeated splits of a cohort into patients to train on and patients held out; seeded, the same on every machine.</summary>
public static class CohortFolds
{
    /// <summary>A share held out at random, at least one patient on either side.</summary>
    /// <param name="share">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">Fewer than two patients, or a share out of range.</exception>
    public static (Cohort Train, Cohort Holdout) Cut(Cohort cohort, double share, long seed)
    {
        Require(cohort, 2);
        if (!(share is > 0 and < 1))
        {
            throw new ArgumentException($"a share of {share} held out leaves one side empty: it lies between 0 and 1", nameof(share));
        }

        int held = Math.Clamp((int)Math.Round(share * cohort.Count), 1, cohort.Count - 1);
        int[] order = Shuffle(cohort.Count, seed);
        return (Rows(cohort, order.Skip(held)), Rows(cohort, order.Take(held)));
    }

    /// <summary>One fold of a cross-validation; with one seed, all folds together hold every patient out once.</summary>
    /// <param name="fold">0 to <paramref name="folds"/> - 1.</param>
    /// <exception cref="ArgumentException">Fewer than two folds, fewer patients than folds, or no such fold.</exception>
    public static (Cohort Train, Cohort Holdout) Fold(Cohort cohort, int fold, int folds, long seed)
    {
        Require(cohort, folds);
        if (folds < 2 || fold < 0 || fold >= folds)
        {
            throw new ArgumentException($"there is no fold {fold} of {folds}: two or more are counted from 0", nameof(fold));
        }

        int[] order = Shuffle(cohort.Count, seed);
        return (Rows(cohort, order.Where((_, place) => place % folds != fold)), Rows(cohort, order.Where((_, place) => place % folds == fold)));
    }

    /// <summary>0 to <paramref name="count"/> - 1 in random order (Fisher and Yates).</summary>
    internal static int[] Shuffle(int count, long seed)
    {
        SeededRandom random = new(seed);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int place = 0; place < count - 1; place++)
        {
            int pick = place + random.Index(count - place);
            (order[place], order[pick]) = (order[pick], order[place]);
        }

        return order;
    }

    private static Cohort Rows(Cohort cohort, IEnumerable<int> rows) => cohort.Take([.. rows.Order()]);

    private static void Require(Cohort cohort, int patients)
    {
        if (cohort.Count < patients)
        {
            throw new ArgumentException($"{cohort.Count} patients cannot be split into {patients} parts", nameof(cohort));
        }
    }
}
