using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Privacy;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Predictors.Networks;

/// <summary>
/// One optimiser step after another on a survival network. Batches and noise follow from the training seed and the step's
/// number alone, so that a run that is resumed goes on as it would have.
/// </summary>
internal sealed class NetworkTrainer : IDisposable
{
    private readonly ISurvivalNetwork _network;
    private readonly FlatAdam _adam;
    private readonly ShuffleSampler _batches;
    private readonly PlainGradientEstimator _gradients = new();
    private readonly SurvivalTensors _training;
    private readonly SurvivalTensors? _validation;
    private readonly long _noiseSeed;
    private readonly Generator _noise = new();

    /// <param name="validation">Patients that only judge; null for none.</param>
    public NetworkTrainer(ISurvivalNetwork network, FlatAdam adam, SurvivalTensors training, SurvivalTensors? validation, int batchSize, long seed)
    {
        (_network, _adam, _training, _validation) = (network, adam, training, validation);
        _batches = new ShuffleSampler(training.Count, Math.Min(batchSize, training.Count), Stream(seed, 1));
        _noiseSeed = Stream(seed, 2);
    }

    /// <param name="step">From 0, over the model's whole life.</param>
    /// <returns>Mean loss of the batch.</returns>
    public double Step(long step)
    {
        using DisposeScope scope = NewDisposeScope();
        _noise.manual_seed(unchecked(_noiseSeed + step));
        long[] batch = [.. _batches.Batch(step).Select(row => (long)row).Order()];
        Tensor losses = _network.Losses(_training, batch, _noise);
        double loss = losses.mean().ToDouble();
        _adam.Step(_gradients.Estimate(losses, _network.Parameters.Leaves, batch.Length));
        return loss;
    }

    /// <summary>Mean loss of the patients that only judge; NaN without them.</summary>
    public double Validate()
    {
        if (_validation is null)
        {
            return double.NaN;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        return _network.Losses(_validation, [.. Enumerable.Range(0, _validation.Count).Select(row => (long)row)], noise: null).mean().ToDouble();
    }

    public void Dispose()
    {
        _training.Dispose();
        _validation?.Dispose();
        _noise.Dispose();
    }

    private static long Stream(long seed, int stream) => unchecked((long)new SeededRandom(seed, stream).NextBits());
}
