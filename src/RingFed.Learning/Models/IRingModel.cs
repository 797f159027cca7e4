using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Learning.Models;

/// <summary>
/// All that the ring knows of a model: what it adds up over the ring, what it trains and exchanges, and how it is kept.
/// A model comes to be in three stages, each of which may be empty (<see cref="FitPlan"/>): sums, rounds of training, sums.
/// One instance belongs to one thread at a time.
/// </summary>
public interface IRingModel : IDisposable
{
    /// <summary>Names, shapes and roles of the exchanged parameters, in the order of <see cref="ExportParameters"/>; none where sums alone make the model.</summary>
    ModelLayout Layout { get; }

    /// <summary>
    /// Fits what is fitted by sums over the ring. A pure function of schema, options, encoder and totals: every silo ends
    /// with the same bits. All that a silo's records add leaves it through <paramref name="ring"/>. Asks for as many sums as the
    /// plan says at most; queries depend on earlier totals alone, so that every silo asks the same.
    /// </summary>
    /// <param name="stage">Before training, or after it from the agreed parameters.</param>
    /// <exception cref="InvalidOperationException">The ring refused a sum, or a total tells too little to fit from.</exception>
    Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken);

    /// <summary>Trains on this silo's cohort from the parameters it holds. Keeps optimiser state across calls.</summary>
    TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken);

    /// <summary>Copies all exchanged parameters, flat, into <paramref name="destination"/> ([Layout.Count] float32).</summary>
    void ExportParameters(Span<float> destination);

    /// <summary>Replaces all exchanged parameters by <paramref name="source"/> ([Layout.Count] float32). Optimiser state stays.</summary>
    void ImportParameters(ReadOnlySpan<float> source);

    /// <summary>Writes what sums gave, parameters, optimiser and generator state as one safetensors file (atomic replace).</summary>
    /// <param name="addition">Written into the same file; null for none.</param>
    void SaveCheckpoint(string path, CheckpointAddition? addition = null);

    /// <summary>Restores what <see cref="SaveCheckpoint"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is truncated, altered or of another layout; nothing was changed.</exception>
    void LoadCheckpoint(string path);
}

/// <summary>When a model is fitted by sums.</summary>
public enum FitStage
{
    BeforeTraining,
    AfterTraining,
}

/// <summary>
/// The stages of a model over the ring, known from its options and schema alone: so many rounds the ring plans for before
/// anyone has loaded a model.
/// </summary>
/// <param name="SumsBefore">Most sums asked for before training; the encoder's own is not counted. 0 for none.</param>
/// <param name="Trains">Parameters are trained and exchanged in rounds.</param>
/// <param name="SumsAfter">Most sums asked for after the last round of training; 0 for none.</param>
public sealed record FitPlan(int SumsBefore, bool Trains, int SumsAfter)
{
    /// <summary>Rounds of training alone.</summary>
    public static FitPlan TrainingAlone { get; } = new(0, true, 0);
}
