using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Ring;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>What came of an arm; owns its models.</summary>
/// <param name="Models">One a silo, in their order; where all silos have one model, the same instance for each.</param>
internal sealed record ArmResult(IReadOnlyList<IRingModel> Models) : IDisposable
{
    /// <summary>Each silo's own patients that its model was trained on; null for all that the silo was given.</summary>
    public IReadOnlyList<Cohort>? Trained { get; init; }

    /// <summary>The real patients that any of the models was trained on; null for all that the arm was given.</summary>
    public Cohort? TrainedJointly { get; init; }

    /// <summary>CO: what silos sent in rounds of training, all frames counted; null where no ring did.</summary>
    public CommunicationCost? Cost { get; init; }

    /// <summary>FC of silos' parameters, before merges (mean over rounds) and after (the largest); null where nothing was merged.</summary>
    public (double? Before, double? After) Consistency { get; init; }

    /// <summary>Whether silos' encoders speak one language; null for models without a latent space, where silos share one model, and where they agree on nothing.</summary>
    public LatentAgreement? Agreement { get; init; }

    /// <summary>Of the rounds that the arm asked for, the last one not among them; null where silos agree on no parameters that could be judged.</summary>
    public IReadOnlyList<RoundSnapshot>? Snapshots { get; init; }

    /// <summary>All patients were in one place, and no silo did any work.</summary>
    public bool IsOfOnePlace { get; init; }

    /// <summary>M: bytes of one encoded update; null where none was sent.</summary>
    public long? PayloadBytes { get; init; }

    /// <summary>Digest of the last agreed parameters; null where none were agreed on.</summary>
    public string? Digest { get; init; }

    /// <summary>What a reader should know of this very arm.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All silos draw or predict from one model.</summary>
    public bool IsShared => Models.Distinct().Count() == 1;

    public void Dispose()
    {
        foreach (IRingModel model in Models.Distinct())
        {
            model.Dispose();
        }
    }
}
