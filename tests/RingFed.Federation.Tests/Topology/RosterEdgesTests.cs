using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class RosterEdgesTests
{
    [Theory]
    [InlineData(2, 0, new[] { 1 }, new int[0])]
    [InlineData(3, 0, new[] { 2, 1 }, new int[0])]
    [InlineData(4, 0, new[] { 3, 1 }, new[] { 2 })]
    [InlineData(5, 1, new[] { 0, 2 }, new[] { 4, 3 })]
    [InlineData(6, 0, new[] { 5, 1 }, new[] { 4, 2, 3 })]
    [InlineData(9, 8, new[] { 7, 0 }, new[] { 6, 1, 5, 2 })]
    public void A_silo_connects_to_those_at_most_three_places_away(int silos, int self, int[] always, int[] bypass)
    {
        RosterEdges edges = RosterEdges.Of(silos, self);

        Assert.Equal(always, edges.Always);
        Assert.Equal(bypass, edges.Bypass);
    }
}
