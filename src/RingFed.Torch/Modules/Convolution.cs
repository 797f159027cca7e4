using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What convolutions share: geometry, weights and bias, uniform at first within 1 / sqrt(inputs of a unit).</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private Parameter ownWeight = null!;
    private Parameter? ownBias;

    private protected Convolution(string name, ConvolutionShape shape, bool hasBias, Device? device, ScalarType? dtype)
        : base(name)
    {
        in_channels = shape.InChannels;
        out_channels = shape.OutChannels;
        kernel_size = shape.Kernel;
        stride = shape.Stride;
        padding = shape.Padding;
        dilation = shape.Dilation;
        output_padding = shape.OutputPadding;
        groups = shape.Groups;
        transposed = shape.Transposed;
        (long first, long second) = transposed ? (in_channels, out_channels / groups) : (out_channels, in_channels / groups);
        weight = empty((long[])[first, second, .. kernel_size], dtype, device).AsParameter();
        bias = hasBias ? empty((long[])[out_channels], dtype, device).AsParameter() : null;
        reset_parameters();
    }

    public long in_channels { get; private set; }

    public long out_channels { get; private set; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] padding { get; private set; }

    public long[] dilation { get; set; }

    public long[] output_padding { get; set; }

    public long groups { get; set; }

    public bool transposed { get; private set; }

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

    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is not null)
        {
            (long fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
            double bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
            nn.init.uniform_(bias, -bound, bound);
        }
    }
}
