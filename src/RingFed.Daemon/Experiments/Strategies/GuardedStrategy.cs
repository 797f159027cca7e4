using RingFed.Daemon.Experiments.Judging;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>
/// A per-site guard: each silo holds patients out of both its own and the joint training, and keeps the model that does
/// better on them. Averaging hurts some sites; the choice is between two models that both go without the held-out
/// patients (a fifth), so that a silo may still do worse than a model alone on all its patients. A silo with too few to judge by
/// keeps the merged model unjudged.
/// The daemon's gate (<c>aggregation.gate: heldout</c>) compares with the model after local work instead of one that
/// never saw the ring.
/// </summary>
internal sealed class GuardedStrategy(IStrategy guarded) : IStrategy
{
    public ArmResult Run(Arm arm, CancellationToken stop)
    {
        HeldoutSplit[] splits = [.. arm.Silos.Select(silo => HeldoutSplit.Of(silo.Train, arm.Seed))];
        Arm held = arm with { Silos = [.. arm.Silos.Zip(splits, (silo, split) => silo with { Train = split.Training })] };
        ArmResult merged = guarded.Run(held, stop);
        ArmResult? alone = null;
        try
        {
            alone = new IsolatedStrategy().Run(held, stop);
            return Choose(merged, alone, splits, held, stop);
        }
        catch
        {
            merged.Dispose();
            alone?.Dispose();
            throw;
        }
    }

    /// <summary>A tie keeps the merged model: it has seen more patients.</summary>
    /// <param name="own">Score of the silo's own model on its held-out patients, higher is better.</param>
    internal static bool KeepsOwn(double own, double merged) => own > merged;

    private static ArmResult Choose(ArmResult merged, ArmResult alone, HeldoutSplit[] splits, Arm arm, CancellationToken stop)
    {
        List<string> notes = [.. merged.Notes];
        List<IRingModel> kept = [];
        for (int silo = 0; silo < splits.Length; silo++)
        {
            Cohort judges = splits[silo].Heldout;
            bool keepsOwn = judges.Count > 0 && KeepsOwn(SiteScore.Of(alone.Models[silo], judges, arm, stop), SiteScore.Of(merged.Models[silo], judges, arm, stop));
            kept.Add(keepsOwn ? alone.Models[silo] : merged.Models[silo]);
            notes.Add($"guard: {arm.Silos[silo].Name} keeps {(splits[silo].Heldout.Count == 0 ? "the merged one, not judged: too few patients to hold out" : keepsOwn ? "its own model" : "the merged one")}");
        }

        foreach (IRingModel dropped in merged.Models.Concat(alone.Models).Except(kept))
        {
            dropped.Dispose();
        }

        return merged with { Models = kept, Snapshots = null, Notes = notes, Trained = [.. arm.Silos.Select(silo => silo.Train)], TrainedJointly = arm.Pooled() };
    }
}
