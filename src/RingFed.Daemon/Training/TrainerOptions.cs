using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RingFed.Federation.Topology;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Training;

/// <summary>What topology and silo say about learning.</summary>
/// <param name="Silo">Keeps this silo's random draws apart from the others'.</param>
/// <param name="Model">Name in the model catalog.</param>
/// <param name="Seed">Seed of the initial parameters; the same at every silo.</param>
/// <param name="LocalWork">Budget of one round.</param>
/// <param name="ModelOptions">Settings of the model by name; empty for its defaults.</param>
/// <param name="Threads">Of libtorch and its BLAS.</param>
/// <param name="DifferentialPrivacy">Parameters leave only when a mechanism protected their training.</param>
internal sealed record TrainerOptions(
    string Silo, string Model, long Seed, TrainingBudget LocalWork, IReadOnlyDictionary<string, string> ModelOptions, int Threads, bool DifferentialPrivacy)
{
    /// <summary>What decides whether patients are drawn from the aggregate.</summary>
    public MergeGate Gate { get; init; } = MergeGate.None;

    /// <summary>The model's stages on the ring.</summary>
    public FitPlan Plan { get; init; } = FitPlan.TrainingAlone;

    /// <summary>Rounds of training whose parameters are added up masked; 0 where updates travel as they are.</summary>
    public int Means { get; init; }

    /// <summary>The gate has something to choose between: what is served is what a round of training left.</summary>
    public bool IsGated => Gate == MergeGate.Heldout && Plan is { Trains: true, SumsAfter: 0 };

    /// <summary>What an epoch may change: local work and privacy. Model and gate are the same in all.</summary>
    public TrainerOptions In(FederationTopology epoch) => this with
    {
        LocalWork = BudgetOf(epoch.Exchange.LocalWork),
        DifferentialPrivacy = epoch.Privacy.Dp != PrivacyLevel.None,
    };

    public static TrainingBudget BudgetOf(LocalWork work) =>
        new(Math.Min(work.Steps ?? int.MaxValue, work.StepsMax ?? int.MaxValue), work.Time) { Proximal = work.Proximal };

    /// <summary>Weights from the topology's seed alone, batches and noise from seed and silo.</summary>
    public ModelSeeds Seeds()
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}/{Silo}"));
        return new ModelSeeds(Seed, BinaryPrimitives.ReadInt64LittleEndian(hash) & long.MaxValue);
    }
}
