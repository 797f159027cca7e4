using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Zero mean and unit variance over the last dimensions, then scaled and shifted (Ba et al. 2016).</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private Parameter? ownWeight;
    private Parameter? ownBias;

    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (elementwise_affine)
        {
            weight = ones(normalized_shape, dtype, device).AsParameter();
            this.bias = bias ? zeros(normalized_shape, dtype, device).AsParameter() : null;
        }
    }

    public long[] normalized_shape { get; set; }

    public double eps { get; set; }

    public bool elementwise_affine { get; set; }

    public Parameter? weight
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

    public void reset_parameters()
    {
        if (ownWeight is not null)
        {
            nn.init.ones_(ownWeight);
        }

        if (ownBias is not null)
        {
            nn.init.zeros_(ownBias);
        }
    }

    public override Tensor forward(Tensor tensor) =>
        nn.functional.layer_norm(tensor, normalized_shape, ownWeight, ownBias, eps);
}
