using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x Wᵀ + b: [..., in] to [..., out].</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    private Parameter ownWeight = null!;
    private Parameter? ownBias;

    internal Linear(Parameter weight, Parameter? bias)
        : base(nameof(Linear))
    {
        in_features = weight.shape[1];
        out_features = weight.shape[0];
        this.weight = weight;
        this.bias = bias;
    }

    // Weights and bias uniform within 1 / sqrt(in), drawn from the process-wide generator in that order.
    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        weight = empty(outputSize, inputSize, dtype, device).AsParameter();
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (hasBias)
        {
            double bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
            bias = empty(outputSize, dtype, device).AsParameter();
            nn.init.uniform_(bias, -bound, bound);
        }
    }

    public long in_features { get; set; }

    public long out_features { get; set; }

    public Parameter weight
    {
        get => ownWeight;
        set
        {
            ReplaceOwn(nameof(weight), ownWeight, value);
            ownWeight = value;
        }
    }

    public Parameter? bias
    {
        get => ownBias;
        set
        {
            ReplaceOwn(nameof(bias), ownBias, value);
            ownBias = value;
        }
    }

    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, ownWeight, ownBias);
}
