using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Zero mean and unit variance over groups of channels, then scaled and shifted (Wu and He 2018).</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    private Parameter? ownWeight;
    private Parameter? ownBias;

    internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
        : base(nameof(GroupNorm))
    {
        this.num_groups = num_groups;
        this.eps = eps;
        this.affine = affine;
        if (affine)
        {
            weight = ones(num_channels, dtype, device).AsParameter();
            bias = zeros(num_channels, dtype, device).AsParameter();
        }
    }

    public long num_groups { get; set; }

    public double eps { get; set; }

    public bool affine { get; set; }

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

    public override Tensor forward(Tensor tensor) => nn.functional.group_norm(tensor, num_groups, ownWeight, ownBias, eps);
}
