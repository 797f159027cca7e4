using System.Collections.Concurrent;
using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>
/// What cells of one split and seed share: the patients, and floors and ceilings of what they are judged by. Any thread; a
/// result is the same whether it was shared or not.
/// </summary>
internal sealed class SplitShelf(CohortSilos cohort, ExperimentPlan plan)
{
    /// <summary>Cells come split by split and seed by seed: more than those under way are of no use, and cost memory.</summary>
    private const int SharesMax = 4;

    private readonly Lock gate = new();
    private readonly List<((int Split, long Seed) Of, SplitShare Share)> shares = [];

    /// <exception cref="ArgumentException">A silo has too few patients for the split.</exception>
    public SplitShare Of(CellPlan cell)
    {
        lock (gate)
        {
            int place = shares.FindIndex(share => share.Of == (cell.Split, cell.Seed));
            SplitShare share = place >= 0 ? shares[place].Share : new SplitShare(ExperimentSplit.Of(cohort, plan.Split, cell.Split), cell.Seed, plan.Judging);
            if (place < 0)
            {
                shares.Add(((cell.Split, cell.Seed), share));
                shares.RemoveRange(0, Math.Max(0, shares.Count - SharesMax));
            }

            return share;
        }
    }
}

/// <summary>One split as its cells see it.</summary>
internal sealed class SplitShare(ExperimentSplit split, long seed, JudgingPlan plan)
{
    private readonly ConcurrentDictionary<(Cohort Train, Cohort Holdout, bool HasUses), Lazy<EvaluationBounds>> bounds = new();

    public ExperimentSplit Split => split;

    /// <summary>For generators that drew as many rows as there are patients in both.</summary>
    /// <param name="groups">To be asked of them; null for all that need no naming.</param>
    public EvaluationBounds BoundsOf(Cohort train, Cohort holdout, IReadOnlyList<string>? groups) => bounds.GetOrAdd(
        (train, holdout, GroupNames.AsksForUses(groups)),
        _ => new Lazy<EvaluationBounds>(() => BoundsApart(train, holdout, train.Count + holdout.Count, groups))).Value;

    /// <summary>Not kept: for patients that one arm alone was trained on.</summary>
    /// <param name="groups">As for <see cref="BoundsOf"/>.</param>
    public EvaluationBounds BoundsApart(Cohort train, Cohort holdout, int rows, IReadOnlyList<string>? groups) =>
        new(train, holdout, rows, new EvaluationOptions { Seed = seed, Threads = plan.Threads, Groups = groups, SmallestSilo = split.Silos.MinBy(silo => silo.Train.Count)?.Train }, TimeProvider.System);
}
