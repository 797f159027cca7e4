using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Liveness;

namespace RingFed.Federation.Tests.Ring.Liveness;

public sealed class RingEdgesTests
{
    [Theory]
    [InlineData(2, "1", "1", "1")]
    [InlineData(3, "1,2", "2,1", "1,2")]
    [InlineData(4, "1,2,3", "3,2,1", "1,2,3")]
    [InlineData(5, "1,2,3", "4,3,2", "1,2,3,4")]
    [InlineData(6, "1,2,3", "5,4,3", "1,2,3,4,5")]
    [InlineData(9, "1,2,3", "8,7,6", "1,2,3,6,7,8")]
    public void A_silo_reaches_three_places_in_both_directions_and_nobody_twice(
        int silos, string clockwise, string anticlockwise, string all)
    {
        RingEdges edges = RingEdges.Of(PlanOf(silos));

        Assert.Equal(clockwise, string.Join(",", edges.Clockwise));
        Assert.Equal(anticlockwise, string.Join(",", edges.Anticlockwise));
        Assert.Equal(all, string.Join(",", edges.All));
    }

    [Fact]
    public void Only_the_nearest_of_each_side_are_near()
    {
        RingEdges edges = RingEdges.Of(PlanOf(8));

        Assert.Equal([1, 7], edges.All.Where(edges.IsNear));
    }

    private static SessionPlan PlanOf(int silos) => new(
        "ring", 1, Digest.None, [.. Enumerable.Range(0, silos).Select(silo => $"silo-{silo}")], 0, 1, 1, 1, new SessionTimes());
}
