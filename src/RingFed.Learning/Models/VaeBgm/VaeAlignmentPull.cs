using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Draws a personal encoder to what the ring's encoders say of the anchors, as merged (<see cref="VaeExchange"/>): the gradient of
/// lambda mean over anchors |E(a) - Ebar(a)|². It depends on no record, so it is added after a private estimator has had its
/// say. Ebar is of the last merge and does not move during a call of training.
/// </summary>
internal sealed class VaeAlignmentPull(VaeNetwork network, VaeAnchors anchors, double weight)
{
    /// <param name="target">[anchors, latent].</param>
    /// <param name="gradients">One per parameter of the network, the encoder's first; those are replaced.</param>
    /// <returns>The mean squared distance, before the step.</returns>
    public double AddTo(Tensor target, IList<Tensor> gradients)
    {
        Tensor distance = anchors.Codes(network).sub(target).square().sum(1).mean();
        IList<Tensor> pulls = autograd.grad([distance], [.. network.EncoderLeaves]);
        for (int i = 0; i < pulls.Count; i++)
        {
            gradients[i] = gradients[i].add(pulls[i], weight);
        }

        return distance.ToDouble();
    }
}
