using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Daemon.Training;

/// <summary>Keeps the last two checkpoints, so that one found torn or altered costs a round and not the run.</summary>
internal sealed class CheckpointStore(SiloState files)
{
    /// <summary>The new checkpoint is whole on the disk before an older one gives way: at every moment one good one is there.</summary>
    public void Save(IRingModel model, CheckpointMark mark)
    {
        string next = files.Model + ".next";
        model.SaveCheckpoint(next, new CheckpointAddition([], mark.ToMetadata()));
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
                return new RestoredCheckpoint(path, fault) { Mark = CheckpointMark.In(path) };
            }
            catch (InvalidDataException broken)
            {
                fault = fault is null ? broken.Message : $"{fault}; {broken.Message}";
                File.Move(path, path + ".damaged", overwrite: true);
            }
        }

        return new RestoredCheckpoint(null, fault);
    }
}

/// <param name="Path">What was loaded; null when nothing was.</param>
/// <param name="Fault">Why newer checkpoints were passed over; null when none was.</param>
internal sealed record RestoredCheckpoint(string? Path, string? Fault)
{
    public CheckpointMark Mark { get; init; } = CheckpointMark.None;

    /// <summary>Stage of the fit that was over with it; null for a round of training.</summary>
    public FitStage? Stage => Mark.Stage;
}
