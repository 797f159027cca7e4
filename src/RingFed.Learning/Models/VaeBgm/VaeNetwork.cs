using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.Parameters;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Encoder Linear-ReLU-Linear, its means within ±10 by 10 tanh(x / 10), and decoder Linear-ReLU-dropout-Linear
/// (Apellaniz, Parras, Zazo 2024). No norm: nothing ties the patients of a batch together. The endpoint comes last: what
/// its heads read beside the code is the row itself, by a linear map that begins at 0, so that risk follows what a patient
/// shows and not only what a code holds of it. All is one flat vector, the encoder first.
/// </summary>
internal sealed class VaeNetwork : IDisposable
{
    /// <summary>Largest size of a posterior mean.</summary>
    public const double MeanMax = 10;

    /// <summary>Posterior log variances lie within ± this: exp(5) would already be no information at all.</summary>
    private const double LogVarianceMax = 5;

    private const int Read = 0, ReadBias = 1, Code = 2, CodeBias = 3, Write = 4, WriteBias = 5, Give = 6, GiveBias = 7, Risk = 8;

    private readonly VaeBgmOptions _options;
    private readonly VaeLayout _layout;
    private readonly Tensor? _shown;

    public VaeNetwork(VaeBgmOptions options, VaeLayout layout, long weightSeed)
    {
        (long inputs, long hidden, long latent, long outputs) = (layout.Inputs, options.HiddenSize, options.LatentSize, layout.Outputs);
        (_options, _layout) = (options, layout);
        _shown = layout.Endpoints.Count > 0 ? tensor(layout.Shown()).DetachFromDisposeScope() : null;
        List<ParameterSpec> specs =
        [
            ParameterSpec.Linear("encoder.input.weight", inputs, hidden, inputs),
            ParameterSpec.Linear("encoder.input.bias", inputs, hidden),
            ParameterSpec.Linear("encoder.latent.weight", hidden, 2 * latent, hidden),
            ParameterSpec.Linear("encoder.latent.bias", hidden, 2 * latent),
            ParameterSpec.Linear("decoder.input.weight", latent, hidden, latent),
            ParameterSpec.Linear("decoder.input.bias", latent, hidden),
            ParameterSpec.Linear("decoder.output.weight", hidden, outputs, hidden),
            ParameterSpec.Linear("decoder.output.bias", hidden, outputs),
        ];
        if (_shown is not null)
        {
            specs.Add(ParameterSpec.Filled("decoder.risk.weight", 0, outputs - layout.HazardsAt, layout.TimeScoresAt));
        }

        Parameters = new FlatParameters(specs);
        Parameters.Initialise(new SeededRandom(weightSeed));
    }

    public FlatParameters Parameters { get; }

    /// <summary>Parameters of the encoder, which come first.</summary>
    public int EncoderCount => Parameters.Specs.Take(Write).Sum(spec => spec.Count);

    /// <summary>Leaves of the encoder.</summary>
    public IEnumerable<Tensor> EncoderLeaves => Parameters.Leaves.Take(Write);

    /// <summary>Posterior of the latent code, independent normals.</summary>
    /// <param name="inputs">[batch, layout.Inputs].</param>
    /// <returns>Mean and log variance, [batch, latent] each.</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor inputs)
    {
        FlatParameters p = Parameters;
        Tensor hidden = relu(linear(inputs, p[Read], p[ReadBias]));
        Tensor[] code = linear(hidden, p[Code], p[CodeBias]).split([_options.LatentSize, _options.LatentSize], 1);
        return (Bound(code[0], MeanMax), Bound(code[1], LogVarianceMax));
    }

    /// <param name="latent">[batch, latent].</param>
    /// <param name="rows">[batch, layout.Inputs] or wider, for the endpoint's heads; null where those are not asked for.</param>
    /// <param name="dropout">Draws which hidden units rest; null outside of training.</param>
    /// <returns>[batch, layout.Outputs].</returns>
    public Tensor Decode(Tensor latent, Tensor? rows = null, Generator? dropout = null)
    {
        FlatParameters p = Parameters;
        Tensor hidden = relu(linear(latent, p[Write], p[WriteBias]));
        if (dropout is not null && _options.Dropout > 0)
        {
            Tensor kept = rand(hidden.shape, generator: dropout).ge(_options.Dropout).to_type(ScalarType.Float32);
            hidden = hidden.mul(kept.mul_(1 / (1 - _options.Dropout)));
        }

        Tensor outputs = linear(hidden, p[Give], p[GiveBias]);
        return rows is null || _shown is null ? outputs : WithRisk(outputs, rows.narrow(1, 0, _layout.TimeScoresAt).mul(_shown));
    }

    public void Dispose()
    {
        _shown?.Dispose();
        Parameters.Dispose();
    }

    private Tensor WithRisk(Tensor outputs, Tensor shown)
    {
        int hazards = _layout.HazardsAt;
        Tensor risk = outputs.narrow(1, hazards, _layout.Outputs - hazards).add(shown.mm(Parameters[Risk].t()));
        return hazards == 0 ? risk : cat([outputs.narrow(1, 0, hazards), risk], 1);
    }

    /// <summary>Within ±most, and as it is near 0.</summary>
    public static Tensor Bound(Tensor x, double most) => x.mul(1 / most).tanh().mul(most);
}
