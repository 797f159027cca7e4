using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Models.Parameters;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>The model in a file: the network, the decoder by name, Adam's moments, steps and training seed.</summary>
internal static class HybridCheckpoint
{
    private const string StepsName = "progress.steps";
    private const string SeedName = "progress.trainingSeed";
    private const string StrengthsName = "decoder.strengths";
    private const string Decoder = "decoder";

    public static SafetensorsFile Write(BlockDecoder decoder, FlatAdam adam, HybridState state, byte[] encoderDigest, CheckpointAddition? addition) =>
        ModelCheckpoint.Compose(
            HybridModel.Name,
            encoderDigest,
            [
                SafetensorsEntry.Of<long>(StepsName, [state.Steps, adam.Steps], 2),
                SafetensorsEntry.Of<long>(SeedName, [state.TrainingSeed], 1),
                SafetensorsEntry.Of<double>(StrengthsName, state.Strengths, state.Strengths.Length),
                .. ParameterEntries.Of(decoder.Parameters),
                .. ParameterEntries.Of(adam, Decoder),
                .. state.Network is null ? [] : NetworkCheckpoint.Entries(state.Network),
            ],
            addition);

    /// <summary>Checks everything, then copies it into decoder and optimiser.</summary>
    /// <exception cref="InvalidDataException">The file is of another model, encoder or layout; nothing was changed.</exception>
    public static HybridState Read(SafetensorsFile file, HybridLayout layout, BlockDecoder decoder, FlatAdam adam)
    {
        ModelCheckpoint.Require(file, HybridModel.Name, layout.Shape.Layout.Encoder.Digest);
        ReadOnlySpan<long> steps = file.Read<long>(StepsName, 2);
        double[] strengths = file.Read<double>(StrengthsName, layout.Sharpened.Count).ToArray();
        ModelCheckpoint.Require(strengths.All(strength => strength is >= 0 and <= 1), "a strength does not lie in 0 to 1");
        HybridState state = new(steps[0], file.Read<long>(SeedName, 1)[0], NetworkCheckpoint.ReadNetwork(file, layout.Shape), strengths);
        foreach (bool keep in (bool[])[false, true])
        {
            ParameterEntries.Read(file, decoder.Parameters, keep);
            ParameterEntries.Read(file, adam, Decoder, keep);
        }

        adam.Steps = steps[1];
        return state;
    }
}

/// <param name="Steps">Training steps taken.</param>
/// <param name="TrainingSeed">What batches and dropout follow from, together with the step's number.</param>
/// <param name="Network">Null before the ring's sums are through.</param>
/// <param name="Strengths">Per sharpened unit how far it follows its corrections, 0..1; all 1 until it is fitted.</param>
internal sealed record HybridState(long Steps, long TrainingSeed, FittedNetwork? Network, double[] Strengths);
