using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What transposed convolutions share.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(string name, ConvolutionShape shape, bool hasBias, Device? device, ScalarType? dtype)
        : base(name, shape, hasBias, device, dtype)
    {
    }
}
