using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation;

/// <summary>Prepares each of the three contenders from one split; all draw the same numbers, so that they are judged alike.</summary>
internal static class EvaluationCohorts
{
    private const double DetectionTrainShare = .7;

    /// <summary>Every pair of rows is looked at; more tell nothing more of a median.</summary>
    private const int EqualMax = 4_000;

    public static ContenderCohorts Drawn(Cohort train, Cohort holdout, Cohort drawn, long seed) =>
        Contender(train, holdout, drawn, drawn, (train, holdout, drawn), drawn.Count, seed);

    /// <param name="rows">Drawn by the generators that the floor is of.</param>
    public static ContenderCohorts Floor(Cohort train, Cohort holdout, int rows, long seed) =>
        Drawn(train, holdout, IndependentColumns.Draw(train, rows, Seed(seed, 0)), seed);

    /// <param name="rows">Drawn by the generators that the ceiling is of.</param>
    public static ContenderCohorts Ceiling(Cohort train, Cohort holdout, int rows, long seed)
    {
        (Cohort fit, Cohort test) = Parts(train, seed);
        return Contender(train, holdout, holdout, train, (fit, test, holdout), rows, seed);
    }

    private static ContenderCohorts Contender(
        Cohort train, Cohort holdout, Cohort rows, Cohort teachers, (Cohort Train, Cohort Holdout, Cohort Drawn) detection, int drawn, long seed)
    {
        (Cohort fit, Cohort test) = Parts(train, seed);
        int equal = new[] { EqualMax, fit.Count, test.Count, holdout.Count, drawn }.Min();
        return new ContenderCohorts(
            train, rows.Sample(Math.Min(drawn, holdout.Count), Seed(seed, 2)), teachers.Sample(Math.Min(drawn, train.Count), Seed(seed, 3)), equal, detection);
    }

    private static (Cohort Fit, Cohort Test) Parts(Cohort train, long seed) => train.Cut((int)(DetectionTrainShare * train.Count), Seed(seed, 1));

    private static long Seed(long seed, int index) => SeedTree.Child(seed, index);
}
