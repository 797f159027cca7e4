using RingFed.Learning.Privacy;

namespace RingFed.Learning.Tests.Privacy;

public sealed class BatchSamplerTests
{
    [Fact]
    public void A_shuffle_uses_every_record_once_before_any_comes_again()
    {
        ShuffleSampler sampler = new(records: 12, batchSize: 5, seed: 3);
        int[] drawn = [.. Enumerable.Range(0, 12).SelectMany(step => sampler.Batch(step))];
        Assert.All(drawn.Chunk(12), epoch => Assert.Equal(Enumerable.Range(0, 12), epoch.Order()));
        Assert.NotEqual(drawn[..12], drawn[12..24]);
    }

    [Fact]
    public void A_batch_larger_than_the_cohort_takes_records_again()
    {
        int[] batch = new ShuffleSampler(records: 3, batchSize: 7, seed: 3).Batch(0);
        Assert.Equal(7, batch.Length);
        Assert.Equal([0, 1, 2], batch[..3].Order());
    }

    [Fact]
    public void A_batch_depends_on_its_step_alone()
    {
        ShuffleSampler walked = new(100, 30, seed: 3);
        for (int step = 0; step < 9; step++)
        {
            walked.Batch(step);
        }

        Assert.Equal(walked.Batch(9), new ShuffleSampler(100, 30, seed: 3).Batch(9));
        Assert.Equal(new PoissonSampler(100, 0.2, seed: 3).Batch(9), new PoissonSampler(100, 0.2, seed: 3).Batch(9));
    }

    [Fact]
    public void Poisson_batches_take_each_record_at_the_sampling_rate()
    {
        const int Steps = 4_000;
        PoissonSampler sampler = new(records: 50, probability: 0.1, seed: 3);
        int[] taken = new int[50];
        for (int step = 0; step < Steps; step++)
        {
            int[] batch = sampler.Batch(step);
            Assert.Equal(batch.Distinct().Order(), batch);
            foreach (int row in batch)
            {
                taken[row]++;
            }
        }

        // Five standard deviations of a binomial count.
        double spread = 5 * Math.Sqrt(Steps * 0.1 * 0.9);
        Assert.All(taken, count => Assert.InRange(count, (Steps * 0.1) - spread, (Steps * 0.1) + spread));
        Assert.Equal(5, sampler.ExpectedSize);
    }

    [Fact]
    public void Poisson_batches_may_be_empty_or_whole()
    {
        PoissonSampler rare = new(records: 5, probability: 0.01, seed: 3);
        Assert.Contains(Enumerable.Range(0, 50), step => rare.Batch(step).Length == 0);
        Assert.Equal([0, 1, 2, 3, 4], new PoissonSampler(5, 1, seed: 3).Batch(0));
    }
}
