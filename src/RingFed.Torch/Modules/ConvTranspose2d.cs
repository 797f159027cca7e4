using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The transpose of a convolution: [batch, in, height, width] to [batch, out, height', width'].</summary>
public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(ConvolutionShape shape, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose2d), shape, hasBias, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) =>
        nn.functional.conv_transpose2d(input, weight, bias, stride, padding, output_padding, dilation, groups);
}
