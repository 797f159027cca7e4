using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Models.Parameters;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// CTGAN in a file: parameters by name, Adam's moments as one vector per network, step counts and the training seed. Randomness is a
/// function of seed and step count, so these are the whole generator state.
/// </summary>
internal static class CtganCheckpoint
{
    private const string StepsName = "progress.steps";
    private const string SeedName = "progress.trainingSeed";

    public static SafetensorsFile Write(CtganNetworks networks, CtganProgress progress, byte[] encoderDigest, CheckpointAddition? addition = null) =>
        ModelCheckpoint.Compose(
            CtganModel.Name,
            encoderDigest,
            [
                SafetensorsEntry.Of<long>(StepsName, [progress.Steps, networks.GeneratorAdam.Steps, networks.CriticAdam.Steps], 3),
                SafetensorsEntry.Of<long>(SeedName, [progress.TrainingSeed], 1),
                .. networks.Exchanged.SelectMany(ParameterEntries.Of),
                .. ParameterEntries.Of(networks.GeneratorAdam, "generator"),
                .. ParameterEntries.Of(networks.CriticAdam, "critic"),
            ],
            addition);

    /// <summary>Checks everything, then copies it into <paramref name="networks"/>.</summary>
    /// <exception cref="InvalidDataException">The file is of another model, encoder or layout; nothing was changed.</exception>
    public static CtganProgress Read(SafetensorsFile file, CtganNetworks networks, byte[] encoderDigest)
    {
        ModelCheckpoint.Require(file, CtganModel.Name, encoderDigest);
        long seed = file.Read<long>(SeedName, 1)[0];
        ReadOnlySpan<long> steps = file.Read<long>(StepsName, 3);
        Transfer(file, networks, keep: false);
        Transfer(file, networks, keep: true);
        (networks.GeneratorAdam.Steps, networks.CriticAdam.Steps) = (steps[1], steps[2]);
        return new CtganProgress(steps[0], seed);
    }

    private static void Transfer(SafetensorsFile file, CtganNetworks networks, bool keep)
    {
        foreach (FlatParameters parameters in networks.Exchanged)
        {
            ParameterEntries.Read(file, parameters, keep);
        }

        ParameterEntries.Read(file, networks.GeneratorAdam, "generator", keep);
        ParameterEntries.Read(file, networks.CriticAdam, "critic", keep);
    }
}

/// <param name="Steps">Training steps taken.</param>
/// <param name="TrainingSeed">What batches, noise and dropout follow from, together with the step's number.</param>
internal sealed record CtganProgress(long Steps, long TrainingSeed);
