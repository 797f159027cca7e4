using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Parameters;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// CTGAN's generator (Xu et al. 2019, section 4.4): x = [z, condition]; two times h = ReLU(norm(Linear x)), x = [h, x];
/// then a linear layer. Layer norm stands in for batch norm, whose statistics differ by silo. The weights on z of all
/// three layers form one matrix, and those on the one-hot condition are looked up rather than multiplied: the same
/// function with fewer operations.
/// </summary>
internal sealed class CtganGenerator : IDisposable
{
    private const int Latent = 0, Condition = 1, Bias = 2, Norm1 = 3, Shift1 = 4, Hidden = 5, Norm2 = 6, Shift2 = 7, Output = 8;

    private readonly long _hidden;
    private readonly long _width;
    private readonly bool _conditioned;

    public CtganGenerator(CtganOptions options, TableLayout layout)
    {
        (_hidden, _width, _conditioned) = (options.GeneratorSize, layout.Width, layout.ConditionTokens > 0);
        Parameters = new FlatParameters(Specify(options.LatentSize, layout.ConditionTokens));
    }

    public FlatParameters Parameters { get; }

    /// <param name="latent">z, [batch, latent].</param>
    /// <param name="tokens">Condition, [batch] int64 indices of discrete tokens; unused where the layout has none.</param>
    /// <returns>Before activation: [batch, layout.Width].</returns>
    public Tensor Forward(Tensor latent, Tensor tokens)
    {
        FlatParameters p = Parameters;
        Tensor input = linear(latent, p[Latent], p[Bias]);
        if (_conditioned)
        {
            input = input.add(p[Condition].index_select(0, tokens));
        }

        Tensor[] parts = input.split([_hidden, _hidden, _width], 1);
        Tensor first = relu(layer_norm(parts[0], [_hidden], p[Norm1], p[Shift1]));
        Tensor second = relu(layer_norm(parts[1].addmm(first, p[Hidden].t()), [_hidden], p[Norm2], p[Shift2]));
        return parts[2].addmm(cat([first, second], 1), p[Output].t());
    }

    public void Dispose() => Parameters.Dispose();

    private ParameterSpec[] Specify(long latent, long condition)
    {
        long rows = (2 * _hidden) + _width;
        return
        [
            new("generator.latent.weight", [rows, latent], i => Bound(i / latent)),
            new("generator.condition.weight", [condition, rows], i => Bound(i % rows)),
            new("generator.bias", [rows], Bound),
            ParameterSpec.Filled("generator.norm1.weight", 1, _hidden),
            ParameterSpec.Filled("generator.norm1.bias", 0, _hidden),
            ParameterSpec.Linear("generator.hidden.weight", latent + condition + _hidden, _hidden, _hidden),
            ParameterSpec.Filled("generator.norm2.weight", 1, _hidden),
            ParameterSpec.Filled("generator.norm2.bias", 0, _hidden),
            ParameterSpec.Linear("generator.output.weight", latent + condition + (2 * _hidden), _width, 2 * _hidden),
        ];

        // Row r belongs to the first, second or last layer; each has as many inputs as what it concatenates.
        double Bound(long row) => 1 / Math.Sqrt(latent + condition + (Math.Min(row / _hidden, 2) * _hidden));
    }
}
