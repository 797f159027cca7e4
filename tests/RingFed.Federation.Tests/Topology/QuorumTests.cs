using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class QuorumTests
{
    /// <summary>The table of RingClose: tolerated stops are n - q.</summary>
    [Theory]
    [InlineData(2, 0, 2, 0)]
    [InlineData(3, 0, 2, 1)]
    [InlineData(4, 0, 3, 1)]
    [InlineData(4, 1, 3, 1)]
    [InlineData(5, 1, 4, 1)]
    [InlineData(5, 0, 3, 2)]
    [InlineData(6, 0, 4, 2)]
    [InlineData(6, 1, 4, 2)]
    [InlineData(8, 0, 5, 3)]
    [InlineData(8, 1, 5, 3)]
    [InlineData(8, 2, 6, 2)]
    public void Votes_and_survivable_stops_are_those_of_the_table(int silos, int f, int votes, int stops) =>
        Assert.Equal((votes, stops), (new Quorum(silos, f).Votes, new Quorum(silos, f).SurvivableStops));

    [Fact]
    public void Two_quorums_always_share_an_honest_silo_and_honest_silos_suffice()
    {
        var rosters = Gen.Choose(1, 300).SelectMany(n => Gen.Choose(0, (n - 1) / 3).Select(f => new Quorum(n, f)));
        Prop.ForAll(rosters.ToArbitrary(), q =>
            q.HoldsItsLiars && 2 * q.Votes - q.Silos >= q.Byzantine + 1 && q.Votes <= q.Silos - q.Byzantine)
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_table_lists_every_number_of_liars_a_roster_holds()
    {
        Assert.Equal([new Quorum(7, 0), new Quorum(7, 1), new Quorum(7, 2)], Quorum.Table(7));
        Assert.False(new Quorum(6, 2).HoldsItsLiars);
        Assert.Equal(2, new Quorum(7, 0).ByzantineMax);
    }
}
