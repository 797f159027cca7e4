using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class ComparativeEliminationRuleTests
{
    [Fact]
    public void It_averages_the_shortest_updates() =>
        Assert.Equal([1, 2], Updates.Aggregate("cge", [[3, 0], [0, 6], [-50, 50], [0, 0]], f: 1));

    [Fact]
    public void Of_equally_long_updates_the_lowest_roster_indices_stay() =>
        Assert.Equal([1, 1], Updates.Aggregate("cge", [[2, 0], [0, 2], [-2, 0]], f: 1));

    [Fact]
    public void A_short_step_backwards_is_kept_and_the_label_says_so()
    {
        Assert.Equal([1 / 3f], Updates.Aggregate("cge", [[-1], [1], [1], [1.1f]], f: 1));

        AggregationRule rule = AggregationRules.Resolve("cge", 9, 2);
        Assert.False(rule.IsByzantineRobust);
        Assert.Contains("a short one in a wrong direction does", rule.Label, StringComparison.Ordinal);
    }
}
