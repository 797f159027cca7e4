using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class ShareCapTests
{
    [Fact]
    public void Shares_sum_to_one_stay_below_the_cap_and_keep_the_order_of_claims() => Prop.ForAll(
        Gen.Choose(1, 1000).Select(one => Math.Pow(one, 4)).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary(),
        claims =>
        {
            double cap = Math.Min(1, 2.0 / claims.Length);
            double[] shares = ShareCap.Apply(claims, cap);

            Assert.Equal(1, shares.Sum(), 1e-9);
            Assert.All(shares, share => Assert.InRange(share, 0, cap));
            Assert.Equal(claims.Order().Select(claim => shares[Array.IndexOf(claims, claim)]), shares.Order());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20, 1));

    [Fact]
    public void What_a_capped_claim_leaves_may_cap_the_next() =>
        Assert.Equal([.4, .4, .12, .04, .04], ShareCap.Apply([60, 30, 6, 2, 2], .4).Select(share => Math.Round(share, 12)));

    [Fact]
    public void Claims_below_the_cap_are_shared_in_proportion() =>
        Assert.Equal([.25, .25, .5], ShareCap.Apply([1, 1, 2], 2.0 / 3));
}
