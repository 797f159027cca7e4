using static TorchSharp.torch;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>Mean and 1 / standard deviation of each unit over a batch (Ioffe and Szegedy 2015, algorithm 1).</summary>
/// <param name="Mean">[1, units].</param>
/// <param name="Scale">[1, units].</param>
internal sealed record BatchMoments(Tensor Mean, Tensor Scale)
{
    private const double VarianceFloor = 1e-5;

    /// <param name="values">[batch, units].</param>
    public static BatchMoments Of(Tensor values)
    {
        Tensor mean = values.mean([0], keepdim: true);
        return new BatchMoments(mean, values.sub(mean).square().mean([0], keepdim: true).add(VarianceFloor).rsqrt());
    }

    public Tensor Normalise(Tensor values) => values.sub(Mean).mul(Scale);
}

/// <summary>Moments of the generator's two hidden layers.</summary>
internal sealed record GeneratorMoments(BatchMoments First, BatchMoments Second);
