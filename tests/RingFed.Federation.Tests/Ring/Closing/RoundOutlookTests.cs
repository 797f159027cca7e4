using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing;

public sealed class RoundOutlookTests
{
    private readonly ClosingBench bench = new(silos: 4, self: 3);

    [Fact]
    public void Before_the_first_view_it_names_whose_updates_are_missing_and_the_deadline()
    {
        bench.Hold(3, 0);
        bench.Take(bench.Envelopes[1]);

        Assert.Equal(
            new ClosingOutlook(-1, VoteStep.Before, 2, 4, OriginSet.Of([1, 2]), "updates", 10_000, "the round closes without those who are missing"),
            bench.Outlook);
    }

    [Fact]
    public void Then_it_names_the_proposer()
    {
        bench.HoldAll();
        bench.Run();

        Assert.Equal(
            new ClosingOutlook(0, VoteStep.Propose, 0, 1, OriginSet.Of([0]), "a proposal of s0", bench.Timer, "this silo votes for no proposal"),
            bench.Outlook);
    }

    [Fact]
    public void Then_the_payloads_of_what_is_proposed()
    {
        bench.Hold(3, 0, 1);
        bench.Take(bench.Records.Propose(0, bench.ProposalBy(0, 1, 2)));
        bench.Run();

        Assert.Equal(("what is proposed", OriginSet.Of([2])), (bench.Outlook.What, bench.Outlook.Missing));
    }

    [Fact]
    public void Then_the_votes_and_from_a_quorum_on_when_it_goes_on()
    {
        bench.HoldAll();
        bench.Take(bench.Records.Propose(0, bench.ProposalBy(0, 1, 2)), bench.Records.Prevote(0, 0));
        bench.Run();
        Assert.Equal(
            new ClosingOutlook(
                0, VoteStep.Prevote, 2, 3, OriginSet.Of([1, 2]), "prevotes", null,
                "this silo votes for going on to the next view, once 3 silos have voted"),
            bench.Outlook);

        bench.Take(bench.Records.Prevote(1, 0));
        bench.After(5);

        Assert.Equal((5 + bench.Timer, "this silo votes for going on to the next view"), (bench.Outlook.NextAt, bench.Outlook.Next));
        bench.After(bench.Timer);
        Assert.Equal((VoteStep.Precommit, "precommits", OriginSet.Of([0, 1, 2])), (bench.Outlook.Step, bench.Outlook.What, bench.Outlook.Missing));
        bench.Take(bench.Records.Precommit(0, 0), bench.Records.Precommit(1, 0, ClosingRecords.DigestOf("another")));
        bench.Run();
        Assert.Equal("view 1 begins, s1 proposes", bench.Outlook.Next);
    }

    [Fact]
    public void While_it_computes_it_says_so()
    {
        bench.HoldsComputingBack = true;
        bench.HoldAll();
        ClosingProposal proposal = bench.ProposalBy(0, 1, 2);
        bench.Take(bench.Records.Propose(0, proposal), bench.Records.Prevote(0, 0, proposal.Id), bench.Records.Prevote(1, 0, proposal.Id));
        bench.Run();

        Assert.Equal(("the aggregate computed here", null), (bench.Outlook.What, bench.Outlook.NextAt));
    }

    [Fact]
    public void A_proposer_names_who_has_not_said_what_it_holds()
    {
        ClosingBench proposer = new(silos: 4, self: 0);
        proposer.HoldAll();
        proposer.Run();

        Assert.Equal(
            (1, 3, OriginSet.Of([1, 2, 3]), "statements of what silos hold"),
            (proposer.Outlook.Have, proposer.Outlook.Need, proposer.Outlook.Missing, proposer.Outlook.What));
    }
}
