using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class StepNormalisationTests
{
    [Fact]
    public void Deltas_are_scaled_to_the_median_of_the_steps() =>
        Assert.Equal([2, 1, 0.25], StepNormalisation.Factors([100, 200, 800]));

    [Fact]
    public void Of_an_even_number_the_lower_of_the_middle_two_counts() =>
        Assert.Equal([10, 1, 0.5, 0.1], StepNormalisation.Factors([1, 10, 20, 100]));

    [Fact]
    public void Of_two_silos_the_larger_claim_does_not_scale_the_other() =>
        Assert.Equal([1, 1e-6], StepNormalisation.Factors([100, 100_000_000]));

    [Fact]
    public void The_largest_claim_does_not_overflow() =>
        Assert.Equal([1, 1], StepNormalisation.Factors([long.MaxValue, long.MaxValue]));
}
