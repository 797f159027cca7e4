using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class CentredClippingRuleTests
{
    /// <summary>Lengths 5, 10, 1, 100: the lower median is 5, to which the longer two are shortened.</summary>
    [Fact]
    public void Longer_updates_count_as_far_as_the_median_length() =>
        Assert.Equal([(3 + 5 + 0 + 0) / 4f, (4 + 0 + 1 - 5) / 4f], Updates.Aggregate("centred-clipping", [[3, 4], [10, 0], [0, 1], [0, -100]]));

    [Fact]
    public void However_long_a_liar_is_it_moves_the_result_as_far()
    {
        float[][] honest = [[3, 4], [4, 3], [5, 0]];

        Assert.Equal(
            Updates.Aggregate("centred-clipping", [.. honest, [0, -1e3f]]),
            Updates.Aggregate("centred-clipping", [.. honest, [0, -1e9f]]));
    }

    [Fact]
    public void When_most_silos_did_nothing_nothing_is_merged() =>
        Assert.Equal([0, 0], Updates.Aggregate("centred-clipping", [[0, 0], [7, 7], [0, 0]]));

    [Fact]
    public void It_is_bounded_by_lengths_and_so_not_called_robust()
    {
        Assert.All(["centred-clipping", "nnm+centred-clipping", "bucketing+centred-clipping"], name =>
        {
            AggregationRule rule = AggregationRules.Resolve(name, 9, 2);
            Assert.False(rule.IsByzantineRobust);
            Assert.Contains("not Byzantine-robust", rule.Label, StringComparison.Ordinal);
        });
    }
}
