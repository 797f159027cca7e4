using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Models.Parameters;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>The model in a file: parameters by name, Adam's moments, the mixture, steps and training seed.</summary>
internal static class VaeCheckpoint
{
    private const string StepsName = "progress.steps";
    private const string SeedName = "progress.trainingSeed";
    private const string ComponentsName = "mixture.components";
    private const string WeightsName = "mixture.weights";
    private const string MeansName = "mixture.means";
    private const string CovariancesName = "mixture.covariances";
    private const string AnchorsName = "alignment.codes";
    private const string Network = "autoencoder";

    /// <param name="anchors">The codes that encoders are aligned by; empty for none.</param>
    public static SafetensorsFile Write(VaeNetwork network, FlatAdam adam, VaeState state, float[] anchors, byte[] encoderDigest, CheckpointAddition? addition)
    {
        LatentMixture mixture = state.Mixture;
        double[] means = [.. mixture.Means.SelectMany(mean => mean)];
        double[] covariances = [.. mixture.Covariances.SelectMany(covariance => covariance)];
        return ModelCheckpoint.Compose(
            VaeBgmModel.Name,
            encoderDigest,
            [
                SafetensorsEntry.Of<long>(StepsName, [state.Steps, adam.Steps], 2),
                SafetensorsEntry.Of<long>(SeedName, [state.TrainingSeed], 1),
                .. ParameterEntries.Of(network.Parameters),
                .. ParameterEntries.Of(adam, Network),
                SafetensorsEntry.Of<long>(ComponentsName, [mixture.Components], 1),
                SafetensorsEntry.Of<double>(WeightsName, mixture.Weights, mixture.Components),
                SafetensorsEntry.Of<double>(MeansName, means, mixture.Components, mixture.Size),
                SafetensorsEntry.Of<double>(CovariancesName, covariances, mixture.Components, LowerTriangle.Length(mixture.Size)),
                .. anchors.Length == 0 ? [] : new[] { SafetensorsEntry.Of<float>(AnchorsName, anchors, anchors.Length) },
            ],
            addition);
    }

    /// <summary>Checks everything, then copies it into network, optimiser and <paramref name="anchors"/>.</summary>
    /// <exception cref="InvalidDataException">The file is of another model, encoder or layout; nothing was changed.</exception>
    public static VaeState Read(SafetensorsFile file, VaeNetwork network, FlatAdam adam, float[] anchors, int latentSize, byte[] encoderDigest)
    {
        ModelCheckpoint.Require(file, VaeBgmModel.Name, encoderDigest);
        ReadOnlySpan<long> steps = file.Read<long>(StepsName, 2);
        VaeState state = new(steps[0], file.Read<long>(SeedName, 1)[0], ReadMixture(file, latentSize));
        ReadOnlySpan<float> codes = anchors.Length == 0 ? [] : file.Read<float>(AnchorsName, anchors.Length);
        foreach (bool keep in (bool[])[false, true])
        {
            ParameterEntries.Read(file, network.Parameters, keep);
            ParameterEntries.Read(file, adam, Network, keep);
        }

        codes.CopyTo(anchors);
        adam.Steps = steps[1];
        return state;
    }

    private static LatentMixture ReadMixture(SafetensorsFile file, int size)
    {
        long components = file.Read<long>(ComponentsName, 1)[0];
        ModelCheckpoint.Require(components is > 0 and <= VaeBgmOptions.ComponentsMax, $"its mixture has {components} components");
        double[] weights = file.Read<double>(WeightsName, components).ToArray();
        double[] means = file.Read<double>(MeansName, components, size).ToArray();
        double[][] covariances = [.. file.Read<double>(CovariancesName, components, LowerTriangle.Length(size)).ToArray().Chunk(LowerTriangle.Length(size))];
        ModelCheckpoint.Require(
            weights.All(weight => weight > 0) && covariances.All(covariance => Enumerable.Range(0, size).All(i => covariance[LowerTriangle.At(i, i)] > 0)),
            "its mixture has weights or variances of 0");
        return new LatentMixture(weights, [.. means.Chunk(size)], covariances);
    }
}

/// <param name="Steps">Training steps taken.</param>
/// <param name="TrainingSeed">What batches, noise and dropout follow from, together with the step's number.</param>
/// <param name="Mixture">What codes are drawn from.</param>
internal sealed record VaeState(long Steps, long TrainingSeed, LatentMixture Mixture);
