namespace TorchSharp.Modules;

// The geometry of a convolution of two dimensions.
internal sealed record ConvolutionShape(
    long InChannels,
    long OutChannels,
    long[] Kernel,
    long[] Stride,
    long[] Padding,
    long[] OutputPadding,
    long[] Dilation,
    long Groups,
    bool Transposed)
{
    internal static long[] Pair((long, long)? sizes, long otherwise) =>
        sizes is null ? [otherwise, otherwise] : [sizes.Value.Item1, sizes.Value.Item2];

    internal static void OnlyZeros(PaddingModes mode)
    {
        if (mode != PaddingModes.Zeros)
        {
            throw new NotSupportedException("This binding offers convolutions with zero padding only.");
        }
    }
}
