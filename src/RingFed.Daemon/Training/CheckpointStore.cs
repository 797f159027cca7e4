using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Daemon.Training;

/// <summary>Keeps the last two checkpoints, so that one found torn or altered costs a round and not the run.</summary>
internal sealed class CheckpointStore(SiloState files)
{
    private const string StageKey = "ringfed.stage";

    /// <summary>The new checkpoint is whole on the disk before an older one gives way: at every moment one good one is there.</summary>
    /// <param name="stage">That is over with it; null for a round of training.</param>
    public void Save(IRingModel model, FitStage? stage = null)
    {
        string next = files.Model + ".next";
        model.SaveCheckpoint(next, stage is null ? null : new CheckpointAddition([], new Dictionary<string, string> { [StageKey] = stage.Value.ToString() }));
        if (File.Exists(files.Model))
        {
            File.Move(files.Model, files.PreviousModel, overwrite: true);
        }

        File.Move(next, files.Model, overwrite: true);
        DirectoryFlush.Around(files.Model);
    }

    /// <summary>
    /// Loads the newest checkpoint that is whole, if there is one. A damaged one is set aside under another name, so that
    /// the next <see cref="Save"/> does not put it in the place of a good one.
    /// </summary>
    public RestoredCheckpoint Restore(IRingModel model)
    {
        string? fault = null;
        foreach (string path in (string[])[files.Model, files.PreviousModel])
        {
            if (!File.Exists(path))
            {
                continue;
            }

            try
            {
                model.LoadCheckpoint(path);
                return new RestoredCheckpoint(path, fault) { Stage = StageIn(path) };
            }
            catch (InvalidDataException broken)
            {
                fault = fault is null ? broken.Message : $"{fault}; {broken.Message}";
                File.Move(path, path + ".damaged", overwrite: true);
            }
        }

        return new RestoredCheckpoint(null, fault);
    }

    private static FitStage? StageIn(string path) =>
        Enum.TryParse(SafetensorsFile.LoadMetadata(path).GetValueOrDefault(StageKey), out FitStage stage) ? stage : null;
}

/// <param name="Path">What was loaded; null when nothing was.</param>
/// <param name="Fault">Why newer checkpoints were passed over; null when none was.</param>
internal sealed record RestoredCheckpoint(string? Path, string? Fault)
{
    /// <summary>Stage of the fit that was over with it; null for a round of training.</summary>
    public FitStage? Stage { get; init; }
}
