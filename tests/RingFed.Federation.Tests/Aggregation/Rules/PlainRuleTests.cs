using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation.Rules;

/// <summary>Values small enough to check by hand.</summary>
public sealed class PlainRuleTests
{
    private static readonly float[][] Rows = [[1, -4, 0], [2, 0, 0], [3, 4, 0], [10, 8, 0]];

    [Fact]
    public void The_mean_adds_and_divides() => Assert.Equal([4, 2, 0], Updates.Aggregate("mean", Rows));

    [Fact]
    public void The_median_of_an_even_number_is_the_mean_of_the_middle_two() =>
        Assert.Equal([2.5f, 2, 0], Updates.Aggregate("median", Rows));

    [Fact]
    public void The_trimmed_mean_drops_f_at_each_end() =>
        Assert.Equal([2.5f, 2, 0], Updates.Aggregate("trimmed-mean", Rows, f: 1));

    [Fact]
    public void A_trimmed_mean_that_trims_nothing_is_the_mean() =>
        Assert.Equal(Updates.Aggregate("mean", Rows), Updates.Aggregate("trimmed-mean", Rows, f: 0));

    [Fact]
    public void The_weighted_mean_counts_records()
    {
        float[] result = new float[3];
        AggregationRules.Resolve("weighted-mean", 4, null).Aggregate(
            Updates.Input(Rows) with { Weights = [1, 1, 1, 5] }, result);

        Assert.Equal([7, 5, 0], result);
    }

    [Fact]
    public void A_single_update_is_returned_as_it_is() =>
        Assert.All(["mean", "median", "geometric-median"], rule => Assert.Equal(Rows[0], Updates.Aggregate(rule, [Rows[0]])));

    [Fact]
    public void A_negative_zero_among_zeros_comes_out_as_zero() =>
        Assert.All(
            ["mean", "median", "nnm+trimmed-mean"],
            rule => Assert.Equal(0, BitConverter.SingleToInt32Bits(Updates.Aggregate(rule, [[-0f], [0f], [-0f]])[0])));

    [Fact]
    public void Subnormals_are_averaged_not_flushed() =>
        Assert.Equal([float.Epsilon * 3], Updates.Aggregate("mean", [[float.Epsilon * 2], [float.Epsilon * 4]]));
}
