using RingFed.Learning.Data;
using RingFed.Learning.Data.Partitioning;

namespace RingFed.Daemon.Experiments.Cohorts;

/// <summary>A silo's patients in one split.</summary>
internal sealed record SplitSilo(string Name, Cohort Train, Cohort Holdout);

/// <summary>One split of all silos.</summary>
/// <param name="Train">Of all silos, as if pooled.</param>
/// <param name="Holdout">Of all silos.</param>
internal sealed record ExperimentSplit(IReadOnlyList<SplitSilo> Silos, Cohort Train, Cohort Holdout)
{
    /// <summary>Each silo is split by itself, so that no silo is without patients on either side.</summary>
    /// <exception cref="ArgumentException">A silo has too few patients.</exception>
    public static ExperimentSplit Of(CohortSilos cohort, SplitPlan plan, int split)
    {
        SplitSilo[] silos = [.. cohort.Silos.Select((silo, place) => Split(silo, cohort.Holdout, plan, split, place))];
        return new ExperimentSplit(
            silos,
            Cohort.Concatenate([.. silos.Select(silo => silo.Train)]),
            plan.Given ? cohort.Holdout! : Cohort.Concatenate([.. silos.Select(silo => silo.Holdout)]));
    }

    private static SplitSilo Split(SiloCohort silo, Cohort? given, SplitPlan plan, int split, int place)
    {
        if (plan.Given)
        {
            return new SplitSilo(silo.Silo, silo.Cohort, given ?? throw new ArgumentException("the cohort has no hold-out of its own: write `split: { by: share }`"));
        }

        try
        {
            (Cohort train, Cohort holdout) = plan.Folds == 0
                ? CohortFolds.Cut(silo.Cohort, plan.Holdout, SeedOf(plan, split, place))
                : CohortFolds.Fold(silo.Cohort, split % plan.Folds, plan.Folds, SeedOf(plan, split / plan.Folds, place));
            return new SplitSilo(silo.Silo, train, holdout);
        }
        catch (ArgumentException few)
        {
            throw new ArgumentException($"silo {silo.Silo}: {few.Message}", few);
        }
    }

    /// <summary>Another for each repeat and silo; SplitMix64's increments keep them apart.</summary>
    private static long SeedOf(SplitPlan plan, int repeat, int place) =>
        unchecked(plan.Seed + (repeat * (long)0x9E3779B97F4A7C15) + (place * 0x632BE59BD9B4E019));
}
