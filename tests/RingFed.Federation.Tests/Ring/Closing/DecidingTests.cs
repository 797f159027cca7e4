using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing;

/// <summary>R6 at silo 3 of four, where q is 3.</summary>
public sealed class DecidingTests
{
    private readonly ClosingBench bench = new(silos: 4, self: 3);
    private readonly ClosingProposal proposal;

    public DecidingTests() => proposal = bench.ProposalBy(0, 1, 2);

    [Fact]
    public void A_quorum_of_equal_precommits_closes_the_round()
    {
        bench.Take(bench.Records.Propose(0, proposal));
        bench.Take(bench.Records.Precommit(2, 0, proposal.Id), bench.Records.Precommit(0, 0, proposal.Id));
        Assert.Empty(bench.Run().OfType<ClosingAction.Decide>());

        bench.Take(bench.Records.Precommit(1, 0, proposal.Id));

        RoundClose close = Assert.IsType<ClosingAction.Decide>(Assert.Single(bench.Run())).Close;
        Assert.Equal(proposal.Id, close.Proposal.Id);
        Assert.Equal(["s0", "s1", "s2"], close.Precommits.Select(vote => vote.Body.Origin));
        Assert.Equal(ClosingRecords.AggregateOf(proposal.Id).Digest, close.Aggregate);
    }

    [Fact]
    public void It_closes_in_whatever_view_and_step_this_silo_is()
    {
        bench.HoldAll();
        bench.Run();
        bench.Take(bench.Records.Prevote(0, 7));
        bench.Run();
        bench.Take(bench.Records.Propose(2, proposal));
        bench.Facts.MaySign = false;

        bench.Take(Enumerable.Range(0, 3).Select(silo => bench.Records.Precommit(silo, 2, proposal.Id)));

        Assert.Equal(2, Assert.IsType<ClosingAction.Decide>(Assert.Single(bench.Run())).Close.View);
    }

    [Fact]
    public void Precommits_of_different_views_or_aggregates_do_not_add_up()
    {
        bench.Take(bench.Records.Propose(0, proposal), bench.Records.Propose(1, proposal));
        bench.Take(
            bench.Records.Precommit(0, 0, proposal.Id),
            bench.Records.Precommit(1, 0, proposal.Id),
            bench.Records.Precommit(2, 1, proposal.Id),
            bench.Records.Precommit(2, 0, proposal.Id, "another sum"));

        Assert.Empty(bench.Run().OfType<ClosingAction.Decide>());
    }

    [Fact]
    public void A_quorum_of_nil_decides_nothing()
    {
        bench.Take(Enumerable.Range(0, 3).Select(silo => bench.Records.Precommit(silo, 0)));

        Assert.Empty(bench.Run().OfType<ClosingAction.Decide>());
    }

    [Fact]
    public void A_decision_on_a_proposal_that_is_not_held_waits_for_the_close_of_a_neighbour()
    {
        bench.Take(Enumerable.Range(0, 3).Select(silo => bench.Records.Precommit(silo, 0, proposal.Id)));
        Assert.Empty(bench.Run().OfType<ClosingAction.Decide>());
        Assert.Equal("the proposal that a quorum has decided on", bench.Outlook.What);

        bench.Take(bench.Records.Propose(0, proposal));

        Assert.IsType<ClosingAction.Decide>(Assert.Single(bench.Run()));
    }

    [Fact]
    public void A_silo_that_precommitted_twice_counts_where_it_agrees_with_the_others()
    {
        bench.Take(bench.Records.Propose(0, proposal), bench.Records.Precommit(0, 0));
        bench.Take(Enumerable.Range(0, 3).Select(silo => bench.Records.Precommit(silo, 0, proposal.Id)));

        RoundClose close = Assert.IsType<ClosingAction.Decide>(Assert.Single(bench.Run())).Close;

        Assert.All(close.Precommits, vote => Assert.Equal(proposal.Id, ((Precommit)vote.Body).Proposal));
    }
}
