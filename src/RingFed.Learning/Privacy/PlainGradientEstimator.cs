using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Privacy;

/// <summary>The gradient as it is, without protection.</summary>
public sealed class PlainGradientEstimator : IGradientEstimator
{
    public string? Mechanism => null;

    public IList<Tensor> Estimate(Tensor losses, IList<Tensor> parameters, int expectedSize)
    {
        using Tensor loss = losses.sum() / expectedSize;
        return autograd.grad([loss], parameters);
    }
}
