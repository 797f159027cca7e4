using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Heads;
using RingFed.Learning.Models.Parameters;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>
/// Sharpens the network: the odds of a sharpened column's tokens are the network's times exp of a neural correction that sees
/// all columns before it in the network's order. All corrections come of one pass, a mask keeping each from what comes
/// later (Germain, Gregor, Murray, Larochelle: MADE, ICML 2015, section 3; here every column has hidden units of its own).
/// Corrections start at 0: a decoder that has learnt nothing is the network.
/// </summary>
internal sealed class BlockDecoder : IDisposable
{
    private const int Input = 0, InputBias = 1, Output = 2, OutputBias = 3;

    private readonly HybridLayout _layout;
    private readonly HybridOptions _options;
    private readonly BlockSoftmax _softmax;
    private readonly Tensor _outputMask;
    private Tensor? _inputMask;

    public BlockDecoder(HybridLayout layout, HybridOptions options, long weightSeed)
    {
        (_layout, _options) = (layout, options);
        (long tokens, long sharpened, long hidden) = (layout.Tokens, layout.SharpenedTokens, (long)options.UnitSize * layout.Sharpened.Count);
        int columns = layout.Shape.Layout.Units.Count;
        Parameters = new FlatParameters(
        [
            // Of each column's tokens one is 1: columns, not tokens, are what a hidden unit adds up.
            ParameterSpec.Linear("decoder.input.weight", columns, hidden, tokens),
            ParameterSpec.Linear("decoder.input.bias", columns, hidden),
            ParameterSpec.Filled("decoder.output.weight", 0, sharpened, options.UnitSize),
            ParameterSpec.Filled("decoder.output.bias", 0, sharpened),
        ]);
        Parameters.Initialise(new SeededRandom(weightSeed));
        TokenUnit[] units = [.. layout.Sharpened.Select(unit => layout.Shape.Layout.Units[unit])];
        _softmax = new BlockSoftmax([.. units.Select(unit => unit.Count)], [.. units.SelectMany(unit => unit.Shares.Select(share => share > 0))]);
        int[] place = [.. units.SelectMany((unit, index) => Enumerable.Repeat(index, unit.Count))];
        _outputMask = Mask(sharpened, hidden, (token, unit) => place[token] == unit / options.UnitSize);
    }

    public FlatParameters Parameters { get; }

    /// <summary>
    /// Says which column comes before which: to be called once the network is known, before anything else. Weights that the mask
    /// leaves out become 0, and stay it: they have no gradient, and what they were drawn as would decay in every update.
    /// </summary>
    public void Follow(FittedNetwork network)
    {
        int[] order = [.. network.Order, .. network.Endpoints.Select(endpoint => endpoint.Unit)];
        int[] rank = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            rank[order[place]] = place;
        }

        int[] unitOfToken = _layout.UnitOfToken();
        Tensor mask = Mask(
            (long)_options.UnitSize * _layout.Sharpened.Count, _layout.Tokens, (hidden, token) => rank[unitOfToken[token]] < rank[_layout.Sharpened[hidden / _options.UnitSize]]);
        _inputMask?.Dispose();
        _inputMask = mask;
        using IDisposable still = no_grad();
        Parameters[Input].mul_(mask);
    }

    /// <summary>What is added to the logarithms of the network's probabilities, before they are normalised.</summary>
    /// <param name="rows">[batch, layout.Tokens].</param>
    /// <param name="dropout">Draws which hidden units rest; null outside of training.</param>
    /// <returns>[batch, layout.SharpenedTokens] float32.</returns>
    public Tensor Corrections(Tensor rows, Generator? dropout = null)
    {
        FlatParameters p = Parameters;
        Tensor mask = _inputMask ?? throw new InvalidOperationException($"{HybridModel.Name}: the decoder does not know its network yet.");
        Tensor hidden = relu(linear(rows, p[Input].mul(mask), p[InputBias]));
        if (dropout is not null && _options.Dropout > 0)
        {
            Tensor kept = rand(hidden.shape, generator: dropout).ge(_options.Dropout).to_type(ScalarType.Float32);
            hidden = hidden.mul(kept.mul_(1 / (1 - _options.Dropout)));
        }

        // Stored without the blocks that are 0.
        return linear(hidden, p[Output].repeat(1, _layout.Sharpened.Count).mul_(_outputMask), p[OutputBias]);
    }

    /// <summary>Log-probabilities of the sharpened columns' tokens, each given the columns before it.</summary>
    /// <param name="rows">[batch, layout.Tokens + layout.SharpenedTokens], as <see cref="HybridRows"/> has them.</param>
    /// <param name="strength">What the corrections are multiplied by.</param>
    /// <returns>[batch, layout.SharpenedTokens] float32.</returns>
    public Tensor LogProbabilities(Tensor rows, double strength = 1, Generator? dropout = null) =>
        _softmax.LogProbabilities(rows.narrow(1, _layout.Tokens, _layout.SharpenedTokens).add(Corrections(rows.narrow(1, 0, _layout.Tokens), dropout).mul(strength)));

    /// <summary>Negative log-likelihood of the sharpened columns.</summary>
    /// <returns>[batch] float32.</returns>
    public Tensor Loss(Tensor rows, Generator? dropout = null) =>
        rows.narrow(1, _layout.OtherTokens, _layout.SharpenedTokens).mul(LogProbabilities(rows, dropout: dropout)).sum(1).neg();

    public void Dispose()
    {
        _inputMask?.Dispose();
        _outputMask.Dispose();
        _softmax.Dispose();
        Parameters.Dispose();
    }

    private static Tensor Mask(long rows, long columns, Func<int, int, bool> sees)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] mask = [.. Enumerable.Range(0, (int)rows).SelectMany(row => Enumerable.Range(0, (int)columns).Select(column => sees(row, column) ? 1f : 0f))];
        return tensor(mask).view(rows, columns).DetachFromDisposeScope();
    }
}
