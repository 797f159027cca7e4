using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class DistributionAwareMeanRuleTests
{
    [Fact]
    public void Cosines_are_taken_with_the_mean_of_the_others()
    {
        double[] cosines = Cosines([[2, 0], [2, 2], [-1, 1]]);

        Assert.Equal(1 / Math.Sqrt(10), cosines[0], 1e-9);
        Assert.Equal(1, cosines[1], 1e-9);
        Assert.Equal(-1 / Math.Sqrt(10), cosines[2], 1e-9);
    }

    [Fact]
    public void An_update_of_length_0_agrees_with_all() => Assert.Equal(1, Cosines([[1, 0], [0, 0], [0, 1]])[1]);

    [Fact]
    public void Agreement_and_records_decide_together()
    {
        double[] shares = DistributionAwareMeanRule.Shares([1, 1, 1, 2], [1, 1, 0, 0]);

        Assert.Equal(Math.Exp(-1), shares[2] / shares[0], 1e-12);
        Assert.Equal(2, shares[3] / shares[2], 1e-12);
        Assert.Equal(1, shares.Sum(), 1e-12);
    }

    [Fact]
    public void Disagreement_leaves_a_quarter_of_the_records()
    {
        double[] shares = DistributionAwareMeanRule.Shares([1, 1, 1], [1, 1, -1]);

        Assert.Equal(0.25, shares[2] / shares[0], 1e-12);
    }

    [Fact]
    public void Whatever_a_silo_claims_it_counts_for_two_equal_shares_at_most()
    {
        double[] shares = DistributionAwareMeanRule.Shares([1e12, 10, 20, 30, 40], [1, 1, 1, 1, 1]);

        Assert.Equal(2.0 / 5, shares[0], 1e-12);
        Assert.Equal([.06, .12, .18, .24], shares[1..].Select(share => Math.Round(share, 12)));
    }

    [Fact]
    public void Equal_updates_and_records_are_a_plain_mean() =>
        Assert.Equal([1, 2], Updates.Aggregate("distribution-aware-mean", [[1, 2], [1, 2], [1, 2]]));

    [Fact]
    public void A_single_update_is_returned_as_it_is() =>
        Assert.Equal([1, -2], Updates.Aggregate("distribution-aware-mean", [[1, -2]]));

    [Fact]
    public void The_label_says_what_a_claim_can_do()
    {
        AggregationRule rule = AggregationRules.Resolve("distribution-aware-mean", 8, null);

        Assert.False(rule.IsByzantineRobust);
        Assert.Contains("no silo counts for more than 2/8", rule.Label, StringComparison.Ordinal);
    }

    private static double[] Cosines(float[][] rows) => DistributionAwareMeanRule.Cosines(Updates.Input(rows));
}
