using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing;

/// <summary>Silo 3 of four dies at some point and comes back.</summary>
public sealed class RestartTests
{
    private readonly ClosingBench bench = new(silos: 4, self: 3);
    private readonly ClosingProposal one;
    private readonly ClosingProposal two;

    public RestartTests()
    {
        bench.HoldAll();
        one = bench.ProposalBy(0, 1, 2);
        two = bench.ProposalBy(0, 1, 3);
        bench.Take(bench.Records.Propose(0, one));
        bench.Run();
    }

    [Fact]
    public void A_vote_on_the_disk_is_not_given_again()
    {
        bench.Restart();

        Assert.Empty(bench.SignsAfter(100 * bench.Timer));
    }

    [Fact]
    public void Timers_start_over()
    {
        bench.Take(bench.Records.Prevote(0, 0), bench.Records.Prevote(1, 0));
        bench.After(bench.Timer - 1);
        bench.Restart();
        bench.Run();

        Assert.Empty(bench.SignsAfter(bench.Timer - 1));
        Assert.IsType<Precommit>(Assert.Single(bench.SignsAfter(1)));
    }

    [Fact]
    public void A_silo_killed_while_it_computed_goes_on_and_precommits()
    {
        bench.HoldsComputingBack = true;
        bench.Take(bench.Records.Prevote(0, 0, one.Id), bench.Records.Prevote(1, 0, one.Id));
        bench.Run();
        bench.Restart();
        bench.Facts.Aggregating.Clear();
        bench.HoldsComputingBack = false;

        Assert.Equal(one.Id, Assert.IsType<Precommit>(Assert.Single(bench.Signs())).Proposal);
    }

    [Fact]
    public void A_lock_outlives_the_process()
    {
        PrecommitOne();
        bench.Restart();

        bench.Take(bench.Records.Propose(1, two));

        Assert.Equal(Digest.None, Assert.Single(bench.Signs().OfType<Prevote>()).Proposal);
    }

    [Fact]
    public void Votes_that_came_back_from_others_bind_as_if_the_disk_had_kept_them()
    {
        PrecommitOne();
        bench.Restart(VoteState.Start);
        bench.Run();
        Assert.Single(bench.Facts.PrevotesIn(0), vote => vote.Body.Origin == "s3");
        Assert.Single(bench.Facts.PrecommitsIn(0), vote => vote.Body.Origin == "s3");

        bench.Take(bench.Records.Propose(1, two));

        Assert.Equal(Digest.None, Assert.Single(bench.Signs().OfType<Prevote>()).Proposal);
    }

    [Fact]
    public void A_silo_that_does_not_hold_what_it_is_locked_on_votes_for_nothing_until_it_does()
    {
        ClosingBench restored = new(silos: 4, self: 3);
        restored.HoldAll();
        ClosingProposal locked = restored.ProposalBy(0, 1, 2);
        restored.Take(restored.Records.Precommit(3, 0, locked.Id), restored.Records.Prevote(0, 1));
        restored.Take(restored.Records.Propose(1, restored.ProposalBy(0, 1)));
        Assert.Empty(restored.SignsAfter(100 * restored.Timer));

        restored.Take(restored.Records.Propose(0, locked));

        Assert.Equal(Digest.None, Assert.Single(restored.Signs().OfType<Prevote>()).Proposal);
    }

    private void PrecommitOne()
    {
        bench.Take(bench.Records.Prevote(0, 0, one.Id), bench.Records.Prevote(1, 0, one.Id));
        Assert.Equal(one.Id, Assert.Single(bench.Signs().OfType<Precommit>()).Proposal);
    }
}
