using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Privacy;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// Batches by <see cref="ConditionalSampler"/>. Real records come in another order than the generated ones they share
/// conditions with, so that a pack never faces its twin.
/// </summary>
internal sealed class TrainingBySampling(ConditionalSampler sampler, int batchSize, long seed) : IConditionedBatches
{
    public int ExpectedSize => batchSize;

    public ConditionedRows Draw(long step)
    {
        SeededRandom random = new SeededRandom(seed, checked((int)step));
        long[] fakeTokens = new long[batchSize];
        long[] met = new long[batchSize];
        sampler.Draw(random, fakeTokens, met);

        int[] order = new int[batchSize];
        Shuffling.Permute(order, random);
        return new ConditionedRows(
            [.. order.Select(i => met[i])],
            [.. order.Select(i => fakeTokens[i])],
            fakeTokens);
    }
}
