using static TorchSharp.torch;

namespace RingFed.Learning.Privacy;

/// <summary>
/// Owns the backward pass: models hand over one loss per record and get the gradient to step along, so that clipping
/// and noise can be put here without touching a model.
/// </summary>
public interface IGradientEstimator
{
    /// <summary>Name of the privacy mechanism that the gradients carry; null for none.</summary>
    string? Mechanism { get; }

    /// <summary>Gradient of (sum of losses) / <paramref name="expectedSize"/> for each parameter.</summary>
    /// <param name="losses">[batch] float32, one per independently drawn unit; empty for an empty batch.</param>
    /// <param name="expectedSize">The batch's size on average: dividing by its actual size would leak it.</param>
    /// <returns>One tensor per parameter, of its shape; the caller disposes them.</returns>
    IList<Tensor> Estimate(Tensor losses, IList<Tensor> parameters, int expectedSize);
}
