using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>[batch, in, height, width] to [batch, out, height', width'].</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(ConvolutionShape shape, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Conv2d), shape, hasBias, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) =>
        nn.functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
}
