using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Parameters;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// CTGAN's generator (Xu et al. 2019, section 4.4): x = [z, condition]; two times h = ReLU(norm(Linear x)), x = [h, x];
/// then a linear layer. The norm is over the batch, as in the paper, and exchanges nothing: all that enters is noise and
/// conditions at the ring's frequencies, so its moments follow from the parameters and are taken anew for drawing rows
/// (<see cref="Measure"/>). Layer norm in its place cost a third of the associations between genes. The weights on z of
/// all three layers form one matrix, and those on the conditions are looked up rather than multiplied: the same
/// function with fewer operations.
/// </summary>
internal sealed class CtganGenerator : IDisposable
{
    private const int Latent = 0, Condition = 1, Bias = 2, Norm1 = 3, Shift1 = 4, Hidden = 5, Norm2 = 6, Shift2 = 7, Output = 8;

    private readonly string _prefix;
    private readonly long _hidden;
    private readonly long _width;

    /// <param name="prefix">Of the parameters' names.</param>
    public CtganGenerator(CtganOptions options, TableLayout layout, string prefix)
    {
        _prefix = prefix;
        (_hidden, _width) = (options.GeneratorSize, layout.Width);
        Parameters = new FlatParameters(Specify(options.LatentSize, layout.ConditionTokens));
    }

    public FlatParameters Parameters { get; }

    /// <param name="latent">z, [batch, latent].</param>
    /// <param name="condition">Of as many rows; none where the layout has no discrete token.</param>
    /// <param name="moments">What the norms divide by; null for the moments of this batch.</param>
    /// <returns>Before activation: [batch, layout.Width].</returns>
    public Tensor Forward(Tensor latent, ConditionSet condition, GeneratorMoments? moments = null)
    {
        FlatParameters p = Parameters;
        Tensor[] parts = Split(latent, condition);
        Tensor first = relu((moments?.First ?? BatchMoments.Of(parts[0])).Normalise(parts[0]).mul(p[Norm1]).add(p[Shift1]));
        Tensor middle = parts[1].addmm(first, p[Hidden].t());
        Tensor second = relu((moments?.Second ?? BatchMoments.Of(middle)).Normalise(middle).mul(p[Norm2]).add(p[Shift2]));
        return parts[2].addmm(cat([first, second], 1), p[Output].t());
    }

    /// <summary>Moments of a batch, to draw single rows with.</summary>
    /// <returns>Tensors of the current scope.</returns>
    public GeneratorMoments Measure(Tensor latent, ConditionSet condition)
    {
        FlatParameters p = Parameters;
        Tensor[] parts = Split(latent, condition);
        BatchMoments moments = BatchMoments.Of(parts[0]);
        Tensor first = relu(moments.Normalise(parts[0]).mul(p[Norm1]).add(p[Shift1]));
        return new GeneratorMoments(moments, BatchMoments.Of(parts[1].addmm(first, p[Hidden].t())));
    }

    public void Dispose() => Parameters.Dispose();

    /// <summary>What noise and condition give to the two hidden layers and to the output.</summary>
    private Tensor[] Split(Tensor latent, ConditionSet condition)
    {
        FlatParameters p = Parameters;
        return condition.AddWeights(linear(latent, p[Latent], p[Bias]), p[Condition]).split([_hidden, _hidden, _width], 1);
    }

    private ParameterSpec[] Specify(long latent, long condition)
    {
        long rows = (2 * _hidden) + _width;
        return
        [
            new($"{_prefix}.latent.weight", [rows, latent], i => Bound(i / latent)),
            new($"{_prefix}.condition.weight", [condition, rows], i => Bound(i % rows)),
            new($"{_prefix}.bias", [rows], Bound),
            ParameterSpec.Filled($"{_prefix}.norm1.weight", 1, _hidden),
            ParameterSpec.Filled($"{_prefix}.norm1.bias", 0, _hidden),
            ParameterSpec.Linear($"{_prefix}.hidden.weight", latent + condition + _hidden, _hidden, _hidden),
            ParameterSpec.Filled($"{_prefix}.norm2.weight", 1, _hidden),
            ParameterSpec.Filled($"{_prefix}.norm2.bias", 0, _hidden),
            ParameterSpec.Linear($"{_prefix}.output.weight", latent + condition + (2 * _hidden), _width, 2 * _hidden),
        ];

        // Row r belongs to the first, second or last layer; each has as many inputs as what it concatenates.
        double Bound(long row) => 1 / Math.Sqrt(latent + condition + (Math.Min(row / _hidden, 2) * _hidden));
    }
}
