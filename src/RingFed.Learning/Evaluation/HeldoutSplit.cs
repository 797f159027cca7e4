using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation;

/// <summary>A silo's patients in two: those that its model trains on, and those that only judge models.</summary>
/// <param name="Heldout">Empty where there are too few patients to judge by.</param>
public sealed record HeldoutSplit(Cohort Training, Cohort Heldout)
{
    /// <summary>Of the patients, held out.</summary>
    public const double Share = .2;

    /// <summary>Fewer would say more about themselves than about a model; then nobody is held out.</summary>
    public const int RowsMin = 20;

    /// <summary>Equal cohorts and seeds are cut the same way, after a restart too: nobody held out is ever trained on.</summary>
    public static HeldoutSplit Of(Cohort cohort, long seed)
    {
        int heldout = (int)(Share * cohort.Count);
        if (heldout < RowsMin)
        {
            return new HeldoutSplit(cohort, cohort.Take([]));
        }

        (Cohort judges, Cohort training) = cohort.Cut(heldout, SeedTree.Child(seed, 0));
        return new HeldoutSplit(training, judges);
    }
}
