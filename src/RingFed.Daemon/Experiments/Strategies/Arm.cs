using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Training;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>What a strategy is given: the patients to train on, the model and the work; hold-outs are not in it.</summary>
/// <param name="Threads">Of aggregation.</param>
internal sealed record Arm(IReadOnlyList<ArmSilo> Silos, ModelPlan Model, TrainingPlan Training, long Seed, int Threads)
{
    /// <summary>Shared by all that is made of this arm.</summary>
    public TrainingTally Tally { get; } = new();

    /// <summary>Rounds, the last one not among them, whose agreed parameters are to be kept.</summary>
    public IReadOnlyList<int> Snapshots { get; init; } = [];

    public Cohort Pooled() => Cohort.Concatenate([.. Silos.Select(silo => silo.Train)]);

    public FitPlan FitPlan => ModelCatalog.PlanOf(Model.Name, Silos[0].Train.Schema, Model.Options);

    /// <summary>Seeds as a daemon of that silo draws them from topology and name.</summary>
    public IRingModel Make(FittedEncoder encoder, ArmSilo silo)
    {
        TrainerOptions daemon = new(silo.Name, Model.Name, Seed, new TrainingBudget(Training.Steps), Model.Options, Threads, DifferentialPrivacy: false);
        return ModelCatalog.Create(
            Model.Name, new ModelContext(encoder, silo.Train, daemon.Seeds(), new NothingLeaves(), TimeProvider.System), ModelCatalog.ParseOptions(Model.Name, Model.Options));
    }

    public static Arm Of(ExperimentSplit split, CellPlan cell, TrainingPlan training, int threads) =>
        new([.. split.Silos.Select(silo => new ArmSilo(silo.Name, silo.Train))], cell.Model, training, cell.Seed, threads);

    /// <summary>All is in one process: there is nothing to book.</summary>
    private sealed class NothingLeaves : ILedger
    {
        public double EpsilonSpent => 0;

        public void Reserve(LedgerEntry entry)
        {
        }
    }
}

/// <summary>A silo of an arm.</summary>
internal sealed record ArmSilo(string Name, Cohort Train);
