using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation;

/// <summary>Prepares the three contenders from one split.</summary>
internal sealed record EvaluationCohorts(
    ContenderCohorts Synthetic, ContenderCohorts Floor, ContenderCohorts Ceiling, Cohort Holdout)
{
    private const double DetectionTrainShare = .7;

    /// <summary>Every pair of rows is looked at; more tell nothing more of a median.</summary>
    private const int EqualMax = 4_000;

    public static EvaluationCohorts Of(Cohort train, Cohort holdout, Cohort synthetic, long seed)
    {
        Cohort independent = IndependentColumns.Draw(train, synthetic.Count, Seed(0));
        int compared = Math.Min(synthetic.Count, holdout.Count);
        int taught = Math.Min(synthetic.Count, train.Count);
        (Cohort fit, Cohort test) = train.Cut((int)(DetectionTrainShare * train.Count), Seed(1));
        int equal = new[] { EqualMax, fit.Count, test.Count, holdout.Count, synthetic.Count }.Min();
        return new EvaluationCohorts(
            Contender(synthetic, synthetic, (train, holdout, synthetic)),
            Contender(independent, independent, (train, holdout, independent)),
            Contender(holdout, train, (fit, test, holdout)),
            holdout);

        ContenderCohorts Contender(Cohort rows, Cohort teachers, (Cohort Train, Cohort Holdout, Cohort Drawn) detection) =>
            new(train, rows.Sample(compared, Seed(2)), teachers.Sample(taught, Seed(3)), equal, detection);

        long Seed(int index) => SeedTree.Child(seed, index);
    }
}
