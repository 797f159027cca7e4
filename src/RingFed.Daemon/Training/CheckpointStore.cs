using RingFed.Learning.Models;

namespace RingFed.Daemon.Training;

/// <summary>Keeps the last two checkpoints, so that one found torn or altered costs a round and not the run.</summary>
internal sealed class CheckpointStore(SiloState files)
{
    public void Save(IGenerativeModel model)
    {
        if (File.Exists(files.Model))
        {
            File.Move(files.Model, files.PreviousModel, overwrite: true);
        }

        model.SaveCheckpoint(files.Model);
    }

    /// <summary>Loads the newest checkpoint that is whole, if there is one.</summary>
    public RestoredCheckpoint Restore(IGenerativeModel model)
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
                return new RestoredCheckpoint(path, fault);
            }
            catch (InvalidDataException broken)
            {
                fault = fault is null ? broken.Message : $"{fault}; {broken.Message}";
            }
        }

        return new RestoredCheckpoint(null, fault);
    }
}

/// <param name="Path">What was loaded; null when nothing was.</param>
/// <param name="Fault">Why newer checkpoints were passed over; null when none was.</param>
internal sealed record RestoredCheckpoint(string? Path, string? Fault);
