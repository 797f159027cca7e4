using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Privacy;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>
/// One training step after another. All randomness of a step follows from the training seed and the step's number, so that
/// there is no generator state to keep.
/// </summary>
internal sealed class DecoderTrainer : IDisposable
{
    private const int CheckedOneIn = 10;

    /// <summary>Fewer records than this say more about themselves than about the model; then nobody is held out.</summary>
    private const int CheckedMin = 10;

    private readonly BlockDecoder _decoder;
    private readonly FlatAdam _adam;
    private readonly IBatchSampler _sampler;
    private readonly IGradientEstimator _gradients;
    private readonly long _seed;
    private readonly Generator _noise = new();
    private readonly Tensor _data;
    private readonly Tensor? _checked;

    /// <param name="rows">[records, <paramref name="width"/>].</param>
    /// <param name="sampler">Chooses records; null for shuffled batches and, where no privacy mechanism forbids it, a tenth held out.</param>
    public DecoderTrainer(BlockDecoder decoder, FlatAdam adam, HybridOptions options, float[] rows, int width, IBatchSampler? sampler, IGradientEstimator gradients, long seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (_decoder, _adam, _gradients, _seed) = (decoder, adam, gradients, Stream(seed, 0));
        Tensor all = frombuffer(rows, ScalarType.Float32).view(rows.Length / width, width);
        int records = (int)all.shape[0];
        int held = sampler is null && gradients.Mechanism is null && records / CheckedOneIn >= CheckedMin ? records / CheckedOneIn : 0;
        int[] order = new int[records];
        Shuffling.Permute(order, new SeededRandom(Stream(seed, 1)));
        _data = all.index_select(0, tensor([.. order[held..].Select(row => (long)row)])).DetachFromDisposeScope();
        _checked = held > 0 ? all.index_select(0, tensor([.. order[..held].Select(row => (long)row)])).DetachFromDisposeScope() : null;
        _sampler = sampler ?? new ShuffleSampler(records - held, Math.Min(options.BatchSize, records - held), Stream(seed, 2));
    }

    /// <param name="step">From 0, over the model's whole life.</param>
    /// <returns>Mean loss of the batch.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not finite; found before the parameters are changed.</exception>
    public double Step(long step)
    {
        using DisposeScope scope = NewDisposeScope();
        _noise.manual_seed(unchecked(_seed + step));
        Tensor rows = _data.index_select(0, tensor([.. _sampler.Batch(step).Select(row => (long)row)]));
        Tensor losses = _decoder.Loss(rows, _noise);
        double mean = Mean(losses);
        if (!double.IsFinite(mean))
        {
            throw new TrainingDivergedException(
                $"{HybridModel.Name}: the loss is {mean} at step {step}. Lower the learning rate; the parameters of the last round stay in use.");
        }

        _adam.Step(_gradients.Estimate(losses, _decoder.Parameters.Leaves, _sampler.ExpectedSize));
        return mean;
    }

    /// <summary>Records held out, [records, width]; null where nobody is. The trainer's own.</summary>
    public Tensor? Checked => _checked;

    /// <summary>Loss of the records held out; null where nobody is.</summary>
    public double? Check()
    {
        if (_checked is null)
        {
            return null;
        }

        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Mean(_decoder.Loss(_checked));
    }

    public void Dispose()
    {
        _data.Dispose();
        _checked?.Dispose();
        _noise.Dispose();
    }

    private static double Mean(Tensor losses) => losses.numel() == 0 ? 0 : losses.mean().ToDouble();

    private static long Stream(long seed, int stream) => unchecked((long)new SeededRandom(seed, stream).NextBits());
}
