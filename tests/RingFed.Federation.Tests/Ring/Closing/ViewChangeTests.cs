using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing;

/// <summary>R5, and following others, at silo 3 of four, where q is 3.</summary>
public sealed class ViewChangeTests
{
    private readonly ClosingBench bench = new(silos: 4, self: 3);

    public ViewChangeTests()
    {
        bench.HoldAll();
        bench.Run();
    }

    [Fact]
    public void Precommits_of_a_quorum_for_whatever_begin_the_next_view_after_the_timer()
    {
        bench.Take(
            bench.Records.Precommit(0, 0),
            bench.Records.Precommit(1, 0),
            bench.Records.Precommit(2, 0, ClosingRecords.DigestOf("another")));
        bench.Run();

        bench.After(bench.Timer - 1);
        Assert.Equal(0, bench.Outlook.View);
        bench.After(1);
        Assert.Equal(1, bench.Outlook.View);
    }

    [Fact]
    public void Precommits_of_a_quorum_for_nil_begin_the_next_view_at_once()
    {
        bench.Take(Enumerable.Range(0, 3).Select(silo => bench.Records.Precommit(silo, 0)));

        bench.Run();

        Assert.Equal(1, bench.Outlook.View);
    }

    [Fact]
    public void Nobody_waits_for_the_proposal_of_a_silo_that_cannot_be_reached()
    {
        bench.Facts.Absent = OriginSet.Of([0]);

        Assert.Equal(Digest.None, Assert.Single(bench.Signs().OfType<Prevote>()).Proposal);
    }

    [Fact]
    public void When_fewer_than_a_quorum_can_be_reached_views_do_not_pass_faster_than_their_timers()
    {
        bench.Facts.Absent = OriginSet.Of([0, 1]);

        Assert.Empty(bench.Signs().OfType<Prevote>());
    }

    [Fact]
    public void Fewer_precommits_begin_no_view()
    {
        bench.Take(bench.Records.Precommit(0, 0), bench.Records.Precommit(1, 0));

        bench.Facts.MaySign = false;
        bench.After(100 * bench.Timer);

        Assert.Equal(0, bench.Outlook.View);
    }

    [Fact]
    public void Timers_grow_with_the_view_up_to_a_cap()
    {
        Assert.Equal(bench.Timer, ViewClock.LengthOf(0, bench.Facts));
        Assert.Equal(3 * bench.Timer, ViewClock.LengthOf(2, bench.Facts));
        Assert.Equal(ViewClock.CapMs, ViewClock.LengthOf(1_000_000, bench.Facts));
    }

    [Fact]
    public void A_silo_follows_so_many_others_that_one_of_them_is_honest()
    {
        ClosingBench withLiar = new(silos: 7, self: 6, byzantine: 2);
        withLiar.HoldAll();
        withLiar.Take(withLiar.Records.Prevote(0, 9), withLiar.Records.Prevote(1, 5), withLiar.Records.Precommit(1, 3));
        withLiar.Run();
        Assert.Equal(0, withLiar.Outlook.View);

        withLiar.Take(withLiar.Records.Precommit(2, 4));
        withLiar.Run();

        Assert.Equal(4, withLiar.Outlook.View);
    }

    [Fact]
    public void A_proposal_counts_as_a_sign_of_its_view()
    {
        bench.Take(bench.Records.Propose(6, bench.ProposalBy(0, 1, 2)));

        bench.Run();

        Assert.Equal(6, bench.Outlook.View);
    }

    [Fact]
    public void Votes_of_silos_that_left_count_for_nothing()
    {
        ClosingBench fewer = new(silos: 4, self: 3, active: OriginSet.Of([1, 2, 3]));
        fewer.Take(fewer.Records.Prevote(0, 4), fewer.Records.Have(0, 0));

        Assert.Empty(fewer.Run());
        Assert.Equal(-1, fewer.Outlook.View);
    }
}
