using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Predictors.Networks;

/// <summary>Activation of a hidden layer.</summary>
public enum HiddenActivation
{
    /// <summary>Klambauer et al. 2017, arXiv 1706.02515.</summary>
    Selu,

    Relu,
}

internal static class DenseLayers
{
    private const double SeluScale = 1.0507009873554805;

    private const double SeluAlpha = 1.6732632423543772;

    public static Tensor Activate(Tensor x, HiddenActivation activation) =>
        activation == HiddenActivation.Relu ? x.relu() : nn.functional.elu(x, SeluAlpha).mul(SeluScale);

    /// <summary>Drops units and scales the kept ones up, so that the mean stays; nothing without noise.</summary>
    public static Tensor Drop(Tensor x, double share, Generator? noise)
    {
        if (noise is null || share == 0)
        {
            return x;
        }

        return x.mul(rand(x.shape, generator: noise).ge(share).to_type(ScalarType.Float32).mul_(1 / (1 - share)));
    }
}
