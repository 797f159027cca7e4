using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.Parameters;
using RingFed.Learning.Privacy;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// One training step after another. All randomness of a step follows from the training seed and the step's number, so
/// there is no generator state to keep.
/// </summary>
internal sealed class VaeTrainer : IDisposable
{
    private const int CheckedOneIn = 10;

    /// <summary>Fewer records than this say more about themselves than about the model; then nobody is held out.</summary>
    private const int CheckedMin = 10;

    private readonly VaeLayout _layout;
    private readonly VaeNetwork _network;
    private readonly VaeHeads _heads;
    private readonly FlatAdam _adam;
    private readonly VaeBgmOptions _options;
    private readonly IBatchSampler _sampler;
    private readonly IGradientEstimator _gradients;
    private readonly long _seed;
    private readonly Generator _noise = new();
    private readonly Tensor _data;
    private readonly Tensor? _checked;
    private readonly VaeAlignmentPull? _pull;
    private Tensor? _target;

    /// <param name="rows">[records, layout.Width].</param>
    /// <param name="sampler">Chooses records; null for shuffled batches and, where no privacy mechanism forbids it, a tenth held out to stop by.</param>
    /// <param name="pull">Draws the encoder to the ring's; null where encoders are not aligned.</param>
    public VaeTrainer(
        VaeLayout layout, VaeNetwork network, VaeHeads heads, FlatAdam adam, VaeBgmOptions options, float[] rows, IBatchSampler? sampler, IGradientEstimator gradients, VaeStreams streams, VaeAlignmentPull? pull)
    {
        using DisposeScope scope = NewDisposeScope();
        (_layout, _network, _heads, _adam, _options, _gradients, _seed, _pull) = (layout, network, heads, adam, options, gradients, streams.Noise, pull);
        Tensor all = frombuffer(rows, ScalarType.Float32).view(rows.Length / layout.Width, layout.Width);
        int records = (int)all.shape[0];
        int held = sampler is null && gradients.Mechanism is null && options.Patience > 0 && records / CheckedOneIn >= CheckedMin ? records / CheckedOneIn : 0;
        long[] order = Order(records, streams.HeldOut);
        _data = (held > 0 ? all.index_select(0, tensor(order[held..])) : all).DetachFromDisposeScope();
        _checked = held > 0 ? all.index_select(0, tensor(order[..held])).DetachFromDisposeScope() : null;
        _sampler = sampler ?? new ShuffleSampler(records - held, Math.Min(options.BatchSize, records - held), streams.Shuffles);
    }

    /// <summary>To be called before the steps of a call of training.</summary>
    /// <param name="codes">[anchors * latent] that the ring agreed on; empty where there are none to be drawn to.</param>
    public void DrawTo(ReadOnlySpan<float> codes)
    {
        using DisposeScope scope = NewDisposeScope();
        _target?.Dispose();
        _target = codes.IsEmpty ? null : tensor(codes.ToArray()).view(codes.Length / _options.LatentSize, _options.LatentSize).DetachFromDisposeScope();
    }

    /// <param name="step">From 0, over the model's whole life.</param>
    /// <exception cref="TrainingDivergedException">The loss is not finite; found before the parameters are changed.</exception>
    public VaeLosses Step(long step)
    {
        using DisposeScope scope = NewDisposeScope();
        _noise.manual_seed(unchecked(_seed + step));
        Tensor rows = _data.index_select(0, tensor([.. _sampler.Batch(step).Select(row => (long)row)]));
        (Tensor reconstruction, Tensor divergence) = Losses(rows, dropout: _noise);
        Tensor losses = reconstruction.add(divergence.mul(_options.KlWeight));
        VaeLosses means = new(Mean(reconstruction), Mean(divergence));
        if (!double.IsFinite(means.Reconstruction + means.Divergence))
        {
            throw new TrainingDivergedException(
                $"vae-bgm: the loss is {means.Reconstruction} + {means.Divergence} at step {step}. Lower the learning rate, or check the cohort's ranges; the parameters of the last round stay in use.");
        }

        IList<Tensor> gradients = _gradients.Estimate(losses, _network.Parameters.Leaves, _sampler.ExpectedSize);
        double distance = _target is null || _pull is null ? 0 : _pull.AddTo(_target, gradients);
        _adam.Step(gradients);
        return means with { Distance = distance };
    }

    /// <summary>Loss of the records held out, under the same noise each time; null where nobody is.</summary>
    public double? Check()
    {
        if (_checked is null)
        {
            return null;
        }

        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _noise.manual_seed(_seed);
        (Tensor reconstruction, Tensor divergence) = Losses(_checked, dropout: null);
        return Mean(reconstruction) + (_options.KlWeight * Mean(divergence));
    }

    public void Dispose()
    {
        _data.Dispose();
        _checked?.Dispose();
        _target?.Dispose();
        _noise.Dispose();
    }

    /// <returns>-log p(x | z) for one z of the posterior, and KL(q(z | x) || N(0, I)); [batch] each.</returns>
    private (Tensor Reconstruction, Tensor Divergence) Losses(Tensor rows, Generator? dropout)
    {
        (Tensor mean, Tensor logVariance) = _network.Encode(rows.narrow(1, 0, _layout.Inputs));
        Tensor latent = mean.add(logVariance.mul(0.5).exp().mul(randn(mean.shape, generator: _noise)));
        Tensor divergence = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).sum(1).mul(0.5);
        return (_heads.Loss(rows, _network.Decode(latent, rows, dropout)), divergence);
    }

    private static double Mean(Tensor losses) => losses.numel() == 0 ? 0 : losses.mean().ToDouble();

    private static long[] Order(int records, long seed)
    {
        int[] order = new int[records];
        Shuffling.Permute(order, new SeededRandom(seed));
        return [.. order.Select(row => (long)row)];
    }
}

/// <summary>Means over a batch.</summary>
/// <param name="Distance">Mean squared distance of the encoder's anchor codes from the ring's; 0 where none is taken.</param>
internal readonly record struct VaeLosses(double Reconstruction, double Divergence, double Distance = 0);

/// <summary>The training seed's separate uses, so that one's draws do not repeat another's.</summary>
internal sealed class VaeStreams(long seed)
{
    public long Scores { get; } = Derive(seed, 0);

    public long Shuffles { get; } = Derive(seed, 1);

    public long Noise { get; } = Derive(seed, 2);

    public long HeldOut { get; } = Derive(seed, 3);

    private static long Derive(long seed, int stream) => unchecked((long)new SeededRandom(seed, stream).NextBits());
}
