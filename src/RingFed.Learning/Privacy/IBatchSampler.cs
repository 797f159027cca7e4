namespace RingFed.Learning.Privacy;

/// <summary>
/// Chooses the records of a training step. What it does decides which privacy accountant applies. A batch is a function
/// of the sampler's seed and the step's number, so that training resumed from a checkpoint goes on as it would have.
/// </summary>
public interface IBatchSampler
{
    /// <summary>Batch size on average; losses are divided by it, whatever size a batch turns out to have.</summary>
    int ExpectedSize { get; }

    /// <summary>Indices of the records of step <paramref name="step"/> (from 0); may be empty, and then the step still counts.</summary>
    int[] Batch(long step);
}
