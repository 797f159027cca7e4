using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Models.Parameters;

namespace RingFed.Learning.Models.Predictors.Networks;

/// <summary>
/// A network predictor in a file: parameters by name, Adam's moments as two vectors, steps and the training seed, from which
/// batches and noise follow.
/// </summary>
internal static class NetworkCheckpoint
{
    private const string ModelKey = "model";
    private const string FitKey = "fit";
    private const string ProgressName = "progress";
    private const string FirstName = "adam.first";
    private const string SecondName = "adam.second";

    public static void Save(string path, string model, string fit, FlatParameters parameters, FlatAdam adam, NetworkProgress progress, CheckpointAddition? addition)
    {
        List<SafetensorsEntry> entries =
        [
            SafetensorsEntry.Of<long>(ProgressName, [progress.Steps, adam.Steps, progress.TrainingSeed], 3),
            SafetensorsEntry.Of<float>(FirstName, adam.First, adam.First.Length),
            SafetensorsEntry.Of<float>(SecondName, adam.Second, adam.Second.Length),
        ];
        Span<float> values = parameters.Values;
        foreach (ParameterSpec spec in parameters.Specs)
        {
            entries.Add(SafetensorsEntry.Of<float>(spec.Name, values[..spec.Count], spec.Shape));
            values = values[spec.Count..];
        }

        SortedDictionary<string, string> metadata = new(addition?.Metadata.ToDictionary() ?? []) { [ModelKey] = model, [FitKey] = fit };
        new SafetensorsFile([.. entries, .. addition?.Entries ?? []], metadata).Save(path);
    }

    /// <summary>Checks everything, then copies it.</summary>
    /// <exception cref="InvalidDataException">The file is of another model or layout; nothing was changed.</exception>
    public static NetworkProgress Load(string path, string model, string fit, FlatParameters parameters, FlatAdam adam)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        if (file.Metadata.GetValueOrDefault(ModelKey) != model || file.Metadata.GetValueOrDefault(FitKey) != fit)
        {
            throw new InvalidDataException($"The checkpoint cannot be used: it is not of {model} with this encoder, target, covariates and layers.");
        }

        float[] values = [.. parameters.Specs.SelectMany(spec => file.Read<float>(spec.Name, spec.Shape).ToArray())];
        ReadOnlySpan<float> first = file.Read<float>(FirstName, adam.First.Length);
        ReadOnlySpan<float> second = file.Read<float>(SecondName, adam.Second.Length);
        ReadOnlySpan<long> progress = file.Read<long>(ProgressName, 3);
        values.CopyTo(parameters.Values);
        first.CopyTo(adam.First);
        second.CopyTo(adam.Second);
        adam.Steps = progress[1];
        return new NetworkProgress(progress[0], progress[2]);
    }
}

/// <param name="Steps">Training steps taken.</param>
/// <param name="TrainingSeed">What batches, validation patients and noise follow from, together with the step's number.</param>
internal sealed record NetworkProgress(long Steps, long TrainingSeed);
