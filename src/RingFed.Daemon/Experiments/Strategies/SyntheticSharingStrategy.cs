using RingFed.Daemon.Experiments.Judging;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>
/// Synthetic-data sharing: every silo trains a generator alone; the one whose rows are most like patients that it held out
/// gives as many rows as it has patients, and every other silo trains on its own patients and those. Filtered, a receiver
/// takes only the rows that are no farther from its patients than those are from each other (<see cref="NearRows"/>).
/// </summary>
/// <param name="generator">Whose rows are shared; null for the arm's own model.</param>
internal sealed class SyntheticSharingStrategy(ModelPlan? generator, bool filtered) : IStrategy
{
    public ArmResult Run(Arm arm, CancellationToken stop)
    {
        (int donor, Cohort shared, List<string> notes) = Donate(arm with { Model = generator ?? arm.Model }, stop);
        Cohort[] taken = [.. arm.Silos.Select((silo, place) => place == donor ? shared.Take([]) : filtered ? NearRows.Of(shared, silo.Train) : shared)];
        notes.AddRange(filtered ? arm.Silos.Select((silo, place) => $"{silo.Name} takes {taken[place].Count} rows").Where((_, place) => place != donor) : []);
        Arm richer = arm with
        {
            Silos = [.. arm.Silos.Select((silo, place) => silo with { Train = Cohort.Concatenate([silo.Train, taken[place]]) })],
        };
        return new IsolatedStrategy().Run(richer, stop) with { Notes = notes };
    }

    /// <summary>
    /// The silo of the best score; of equal ones the largest, then the first. Where nobody has enough patients to judge by, the
    /// largest is the best guess.
    /// </summary>
    /// <param name="scores">Higher is better; null for a silo that could not be judged.</param>
    internal static int DonorOf(IReadOnlyList<double?> scores, IReadOnlyList<int> patients) =>
        Enumerable.Range(0, scores.Count).MaxBy(silo => (scores[silo] ?? -1, patients[silo]));

    private static (int Donor, Cohort Rows, List<string> Notes) Donate(Arm arm, CancellationToken stop)
    {
        // Of another seed than the guard's: patients that it held out already would leave nobody to hold out here.
        HeldoutSplit[] splits = [.. arm.Silos.Select(silo => HeldoutSplit.Of(silo.Train, ~arm.Seed))];
        Arm held = arm with { Silos = [.. arm.Silos.Zip(splits, (silo, split) => silo with { Train = split.Training })] };
        using ArmResult alone = new IsolatedStrategy().Run(held, stop);
        if (alone.Models[0] is not IGenerativeModel)
        {
            throw new ArgumentException($"{arm.Model.Name} draws no patients that could be shared: name a `generator` for synthetic-sharing");
        }

        double?[] scores = [.. splits.Select((split, silo) => split.Heldout.Count == 0 ? (double?)null : SiteScore.Of(alone.Models[silo], split.Heldout, arm, stop))];
        int donor = DonorOf(scores, [.. arm.Silos.Select(silo => silo.Train.Count)]);
        Cohort rows = ((IGenerativeModel)alone.Models[donor]).Sample(new SampleRequest(arm.Silos[donor].Train.Count, arm.Seed, []), stop);
        return (donor, rows, [$"{arm.Silos[donor].Name} gives {rows.Count} rows of {arm.Model.Name}"]);
    }
}
