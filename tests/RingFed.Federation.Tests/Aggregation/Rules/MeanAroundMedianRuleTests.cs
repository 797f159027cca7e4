namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class MeanAroundMedianRuleTests
{
    [Fact]
    public void It_averages_the_values_nearest_to_the_middle() =>
        Assert.Equal([2], Updates.Aggregate("meamed", [[1], [2], [3], [10]], f: 1));

    [Fact]
    public void Unlike_the_trimmed_mean_it_drops_both_liars_of_one_side() =>
        Assert.Equal([1], Updates.Aggregate("meamed", [[0], [1], [2], [70], [80]], f: 2));

    [Fact]
    public void Of_two_values_equally_far_the_lower_stays() => Assert.Equal([.5f], Updates.Aggregate("meamed", [[2], [0], [1]], f: 1));

    [Fact]
    public void With_f_of_0_it_is_the_mean() => Assert.Equal([4], Updates.Aggregate("meamed", [[0], [2], [10]], f: 0));
}
