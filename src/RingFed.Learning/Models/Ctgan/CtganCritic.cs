using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Parameters;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// CTGAN's critic (Xu et al. 2019, section 4.4): packs of records with their conditions, two times
/// [Linear, LeakyReLU, dropout], then a score. No norm, which would tie the records of a batch together.
/// </summary>
internal sealed class CtganCritic : IDisposable
{
    private const int Input = 0, InputBias = 1, Hidden = 2, HiddenBias = 3, Out = 4, OutBias = 5;

    /// <summary>Keeps the slope of the norm finite where the gradient vanishes.</summary>
    private const double NormFloor = 1e-12;

    private readonly CtganOptions _options;
    private readonly Tensor _open;
    private readonly Tensor _leak;

    public CtganCritic(CtganOptions options, TableLayout layout)
    {
        long inputs = (long)options.Pac * (layout.Width + layout.ConditionTokens);
        long size = options.CriticSize;
        _options = options;
        _open = tensor(1f).DetachFromDisposeScope();
        _leak = tensor((float)options.CriticLeak).DetachFromDisposeScope();
        Parameters = new FlatParameters(
        [
            ParameterSpec.Linear("critic.input.weight", inputs, size, inputs),
            ParameterSpec.Linear("critic.input.bias", inputs, size),
            ParameterSpec.Linear("critic.hidden.weight", size, size, size),
            ParameterSpec.Linear("critic.hidden.bias", size, size),
            ParameterSpec.Linear("critic.score.weight", size, 1, size),
            ParameterSpec.Linear("critic.score.bias", size, 1),
        ]);
    }

    public FlatParameters Parameters { get; }

    /// <summary>Scores of packs, higher for what looks real.</summary>
    /// <param name="packs">[packs, pac x (width + condition)].</param>
    /// <returns>[packs].</returns>
    public Tensor Score(Tensor packs, Generator noise) => ScoreFromInput(InputLayer(packs), noise);

    /// <summary>
    /// Loss of the critic (Gulrajani et al. 2017, equation 3): score of the fakes less that of the reals plus
    /// λ (|gradient at a point between them| - 1)².
    /// </summary>
    /// <param name="real">[packs, pac x (width + condition)], and so <paramref name="fake"/>.</param>
    /// <returns>[packs] float32.</returns>
    public Tensor Loss(Tensor real, Tensor fake, Generator noise)
    {
        long packs = real.shape[0];
        Tensor input = InputLayer(cat([real, fake]));
        Tensor score = ScoreFromInput(input, noise);
        Tensor distance = score.narrow(0, packs, packs).sub(score.narrow(0, 0, packs));
        if (_options.GradientPenalty == 0)
        {
            return distance;
        }

        // The first layer is linear, so its value between two points is the value between its values at the points.
        Tensor share = rand([packs, 1], generator: noise);
        Tensor known = input.detach();
        Tensor between = lerp(known.narrow(0, packs, packs), known.narrow(0, 0, packs), share);
        return distance.add(Penalty(between, noise));
    }

    /// <summary>
    /// λ (|d score / d packs| - 1)² where the first layer has the value <paramref name="input"/>. The network is
    /// piecewise linear, so the gradient is a product of the weights with the slopes taken at that point, and its
    /// derivative by the weights needs no second differentiation.
    /// </summary>
    /// <returns>[packs].</returns>
    internal Tensor Penalty(Tensor input, Generator noise)
    {
        FlatParameters p = Parameters;
        (Tensor first, Tensor second) = Slopes(input, noise);
        Tensor gradient = p[Out].mul(second).mm(p[Hidden]).mul(first).mm(p[Input]);
        return gradient.square().sum(1).add(NormFloor).sqrt().sub(1).square().mul(_options.GradientPenalty);
    }

    internal Tensor InputLayer(Tensor packs) => linear(packs, Parameters[Input], Parameters[InputBias]);

    public void Dispose()
    {
        Parameters.Dispose();
        _open.Dispose();
        _leak.Dispose();
    }

    private Tensor ScoreFromInput(Tensor input, Generator noise)
    {
        FlatParameters p = Parameters;
        Tensor first = leaky_relu(input, _options.CriticLeak).mul(Dropout(input, noise));
        Tensor hidden = linear(first, p[Hidden], p[HiddenBias]);
        Tensor second = leaky_relu(hidden, _options.CriticLeak).mul(Dropout(hidden, noise));
        return linear(second, p[Out], p[OutBias]).squeeze(1);
    }

    private (Tensor First, Tensor Second) Slopes(Tensor input, Generator noise)
    {
        using IDisposable still = no_grad();
        Tensor first = Slope(input).mul_(Dropout(input, noise));
        Tensor hidden = linear(input.mul(first), Parameters[Hidden], Parameters[HiddenBias]);
        return (first, Slope(hidden).mul_(Dropout(hidden, noise)));
    }

    private Tensor Slope(Tensor x) => where(x.gt(0), _open, _leak);

    /// <summary>0 for a dropped unit, 1 / (1 - rate) for a kept one, so that the mean stays.</summary>
    private Tensor Dropout(Tensor like, Generator noise) =>
        rand(like.shape, generator: noise).ge(_options.CriticDropout).to_type(ScalarType.Float32).mul_(1 / (1 - _options.CriticDropout));
}
