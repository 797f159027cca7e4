using RingFed.Learning.Models.BayesianNetwork.Personal;

namespace RingFed.Learning.Tests.Models.BayesianNetwork.Personal;

public sealed class ShareTiltTests
{
    [Fact]
    public void Counts_as_the_ring_expects_them_ask_for_no_tilt() =>
        Assert.All(new ShareTilt([new LeafCounts([0.2, 0.8], [20, 80]), new LeafCounts([0.5, 0.5], [10, 10])], 2).Best(), value => Assert.Equal(0, value));

    [Fact]
    public void A_site_without_records_and_a_step_without_a_choice_have_none()
    {
        Assert.Equal([0, 0, 0], new ShareTilt([], 3).Best());
        Assert.Equal([0], new ShareTilt([new LeafCounts([1], [7])], 1).Best());
    }

    [Fact]
    public void A_value_that_comes_more_often_everywhere_is_raised_towards_what_was_counted()
    {
        LeafCounts[] leaves = [new([0.2, 0.8], [100, 100]), new([0.4, 0.6], [144, 54])];
        double[] tilt = new ShareTilt(leaves, 2).Best();
        Assert.Equal(0, tilt.Sum(), 1e-9);
        Assert.Equal(Math.Log(4), tilt[0] - tilt[1], 0.1);
        Assert.InRange(ShareTilt.Apply(leaves[0].Shares, tilt)[0], 0.45, 0.5);
    }

    [Fact]
    public void Few_records_move_less_than_many()
    {
        double few = Tilt(6, 2);
        double many = Tilt(120, 40);
        Assert.InRange(few, 0, many);
        Assert.Equal(Math.Log(3), many, 0.1);

        static double Tilt(long first, long second)
        {
            double[] tilt = new ShareTilt([new LeafCounts([0.5, 0.5], [first, second])], 2).Best();
            return tilt[0] - tilt[1];
        }
    }

    [Fact]
    public void A_value_that_never_came_at_the_site_stays_possible_and_one_that_the_ring_never_saw_stays_impossible()
    {
        LeafCounts leaf = new([0.3, 0.7, 0], [0, 40, 0]);
        double[] shares = ShareTilt.Apply(leaf.Shares, new ShareTilt([leaf], 3).Best());
        Assert.InRange(shares[0], 1e-4, 0.1);
        Assert.Equal(0, shares[2]);
        Assert.Equal(1, shares.Sum(), 1e-12);
    }
}
