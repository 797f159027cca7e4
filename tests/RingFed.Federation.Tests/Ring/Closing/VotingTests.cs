using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing;

/// <summary>R2, R3 and R4 at silo 3 of four, where q is 3. Silo v proposes in view v.</summary>
public sealed class VotingTests
{
    private readonly ClosingBench bench = new(silos: 4, self: 3);
    private readonly ClosingProposal one;
    private readonly ClosingProposal two;

    public VotingTests()
    {
        bench.HoldAll();
        one = bench.ProposalBy(0, 1, 2);
        two = bench.ProposalBy(0, 1, 3);
        bench.Run();
    }

    [Fact]
    public void A_valid_proposal_is_prevoted()
    {
        bench.Take(bench.Records.Propose(0, one));

        Assert.Equal(one.Id, Assert.IsType<Prevote>(Assert.Single(bench.Signs())).Proposal);
    }

    [Fact]
    public void A_proposal_of_another_silo_than_the_proposer_is_not_one()
    {
        bench.Take(bench.Records.Propose(1, 0, one, -1));

        Assert.Empty(bench.Signs());
    }

    [Fact]
    public void An_invalid_proposal_is_answered_with_nil()
    {
        bench.Take(bench.Records.Propose(0, ClosingProposal.Of(one.Haves, one.Updates, [], default, Digest.None)));

        Assert.Equal(Digest.None, Assert.IsType<Prevote>(Assert.Single(bench.Signs())).Proposal);
    }

    [Fact]
    public void A_proposal_that_lacks_a_payload_is_pulled_and_then_prevoted()
    {
        ClosingBench lacking = new(silos: 4, self: 3);
        lacking.Hold(0, 2, 3);
        ClosingProposal proposal = lacking.ProposalBy(0, 1, 2);
        lacking.Take(lacking.Envelopes[1], lacking.Records.Propose(0, proposal));

        ClosingAction.Pull pull = Assert.Single(lacking.Run().OfType<ClosingAction.Pull>());
        Assert.Equal([lacking.Records.Held(lacking.Envelopes[1])], pull.Updates);
        Assert.Empty(lacking.Run());

        lacking.Hold(1);
        Assert.Equal(proposal.Id, Assert.IsType<Prevote>(Assert.Single(lacking.Signs())).Proposal);
    }

    [Fact]
    public void A_proposal_that_lacks_an_envelope_is_pulled_too()
    {
        ClosingBench lacking = new(silos: 4, self: 3);
        lacking.Hold(0, 2, 3);
        lacking.Take(lacking.Records.Propose(0, lacking.ProposalBy(0, 1, 2)));

        ClosingAction.Pull pull = Assert.Single(lacking.Run().OfType<ClosingAction.Pull>());

        Assert.Equal([lacking.Records.Held(lacking.Envelopes[1])], pull.Updates);
    }

    [Fact]
    public void A_proposal_whose_payload_does_not_come_in_time_is_answered_with_nil()
    {
        ClosingBench lacking = new(silos: 4, self: 3);
        lacking.Hold(0, 2, 3);
        lacking.Take(lacking.Records.Propose(0, lacking.ProposalBy(0, 1, 2)));
        lacking.Run();

        Assert.Empty(lacking.SignsAfter(lacking.Timer - 1));
        Assert.Equal(Digest.None, Assert.IsType<Prevote>(Assert.Single(lacking.SignsAfter(1))).Proposal);
    }

    [Fact]
    public void Without_a_proposal_a_silo_prevotes_nil_when_its_timer_is_over()
    {
        Assert.Empty(bench.SignsAfter(bench.Timer - 1));

        Assert.Equal(Digest.None, Assert.IsType<Prevote>(Assert.Single(bench.SignsAfter(1))).Proposal);
        Assert.Empty(bench.Signs());
    }

    [Fact]
    public void A_quorum_of_prevotes_locks_computes_and_precommits()
    {
        Vote(0, one, 0, 1);

        Assert.Equal(one.Id, Assert.Single(bench.Run().OfType<ClosingAction.Aggregate>()).Proposal.Id);
        Precommit vote = OwnPrecommit(0);
        Assert.Equal(one.Id, vote.Proposal);
        Assert.Equal(ClosingRecords.AggregateOf(one.Id).Digest, vote.Aggregate);
        Assert.Equal(one.Id, bench.Stored.Lock!.Id);
        Assert.Equal((0, 0), (bench.Stored.LockView, bench.Stored.GoodView));
    }

    [Fact]
    public void Updates_are_aggregated_in_roster_order()
    {
        Vote(0, one, 0, 1);

        ClosingAction.Aggregate aggregate = Assert.Single(bench.Run().OfType<ClosingAction.Aggregate>());

        Assert.Equal(["s0", "s1", "s2", "s3"], aggregate.Updates.Select(update => update.Origin));
    }

    [Fact]
    public void While_the_aggregate_is_computed_no_timer_takes_the_precommit_away()
    {
        bench.HoldsComputingBack = true;
        Vote(0, one, 0, 1);
        bench.Run();
        Assert.Empty(bench.SignsAfter(10 * bench.Timer));

        bench.Facts.Aggregates[one.Id] = ClosingRecords.AggregateOf(one.Id);

        Assert.Equal(one.Id, Assert.IsType<Precommit>(Assert.Single(bench.Signs())).Proposal);
    }

    [Fact]
    public void A_quorum_of_nil_prevotes_is_precommitted_nil_at_once()
    {
        bench.Take(bench.Records.Prevote(0, 0), bench.Records.Prevote(1, 0), bench.Records.Prevote(2, 0));
        Assert.Empty(bench.Signs());

        bench.Take(bench.Records.Propose(0, one));

        Assert.Equal([one.Id, Digest.None], bench.Signs().Select(Choice));
    }

    [Fact]
    public void Mixed_prevotes_of_a_quorum_are_precommitted_nil_after_the_timer()
    {
        bench.Take(bench.Records.Propose(0, one), bench.Records.Prevote(0, 0), bench.Records.Prevote(1, 0, one.Id));
        bench.Now += bench.Timer - 1;
        Assert.Equal([one.Id], bench.Signs().Select(Choice));

        Assert.Empty(bench.SignsAfter(bench.Timer - 1));
        Assert.Equal([Digest.None], bench.SignsAfter(1).Select(Choice));
        Assert.Equal(-1, bench.Stored.LockView);
    }

    [Fact]
    public void A_locked_silo_prevotes_nil_for_another_proposal()
    {
        Lock(one);

        bench.Take(bench.Records.Propose(1, two));

        Assert.Equal([Digest.None], Prevotes());
    }

    [Fact]
    public void A_locked_silo_prevotes_what_it_is_locked_on_again()
    {
        Lock(one);

        bench.Take(bench.Records.Propose(1, one));

        Assert.Equal([one.Id], Prevotes());
    }

    [Fact]
    public void A_newer_quorum_of_prevotes_opens_the_lock()
    {
        Lock(one);
        bench.Take(bench.Records.Prevote(0, 1, two.Id), bench.Records.Prevote(1, 1, two.Id), bench.Records.Prevote(2, 1, two.Id));
        bench.Take(bench.Records.Prevote(0, 2), bench.Records.Propose(2, two, proofView: 1));

        Assert.Equal([two.Id], Prevotes());
    }

    [Fact]
    public void An_older_quorum_of_prevotes_does_not_open_the_lock()
    {
        bench.Take(bench.Records.Prevote(0, 0, two.Id), bench.Records.Prevote(1, 0, two.Id), bench.Records.Prevote(2, 0, two.Id));
        Lock(one, view: 1);

        bench.Take(bench.Records.Prevote(0, 2), bench.Records.Propose(2, two, proofView: 0));

        Assert.Equal([Digest.None], Prevotes());
    }

    [Fact]
    public void A_proof_that_is_not_held_yet_is_waited_for()
    {
        bench.Take(bench.Records.Prevote(0, 1), bench.Records.Propose(1, two, proofView: 0));
        Assert.Empty(bench.Signs());

        bench.Take(bench.Records.Prevote(0, 0, two.Id), bench.Records.Prevote(1, 0, two.Id), bench.Records.Prevote(2, 0, two.Id));

        Assert.Equal([two.Id], Prevotes());
    }

    [Fact]
    public void A_proof_from_this_view_or_a_later_one_proves_nothing()
    {
        bench.Take(bench.Records.Propose(0, 0, one, proofView: 0));

        Assert.Equal([Digest.None], Prevotes());
    }

    [Fact]
    public void A_quorum_seen_after_the_own_nil_precommit_makes_the_proposal_good_but_locks_nothing()
    {
        bench.Take(bench.Records.Propose(0, one));
        bench.Take(bench.Records.Prevote(0, 0), bench.Records.Prevote(1, 0, one.Id));
        bench.Run();
        bench.After(bench.Timer);
        bench.Take(bench.Records.Prevote(2, 0, one.Id));
        bench.Run();

        bench.Take(bench.Records.Prevote(0, 3));
        bench.Run();

        // Silo 3 proposes in view 3: the good one again, with its view as proof.
        Propose proposed = (Propose)Assert.Single(bench.Facts.ProposalsIn(3)).Body;
        Assert.Equal((one.Id, 0), (proposed.Proposal.Id, proposed.ProofView));
        Assert.Null(bench.Stored.Lock);
    }

    [Fact]
    public void A_silo_that_voted_twice_counts_for_both_and_only_once_for_each()
    {
        bench.Take(bench.Records.Propose(0, one));
        bench.Take(bench.Records.Prevote(0, 0), bench.Records.Prevote(0, 0, one.Id));
        Assert.Equal([one.Id], bench.Signs().Select(Choice));

        bench.Take(bench.Records.Prevote(1, 0, one.Id));

        Assert.Equal([one.Id], bench.Signs().Select(Choice));
    }

    [Fact]
    public void Nothing_is_signed_while_a_record_is_being_stored()
    {
        bench.HoldsSigningBack = true;
        Vote(0, one, 0, 1, 2);

        Assert.IsType<Prevote>(Assert.Single(bench.Signs()));
        Assert.Empty(bench.Signs());

        bench.Facts.IsSigning = false;
        Assert.IsType<Precommit>(Assert.Single(bench.Signs()));
    }

    [Fact]
    public void A_silo_that_must_not_sign_follows_and_signs_nothing()
    {
        bench.Facts.MaySign = false;
        Vote(0, one, 0, 1, 2);
        bench.Take(bench.Records.Prevote(0, 5));

        Assert.Empty(bench.Signs());
        Assert.Equal(5, bench.Outlook.View);
    }

    [Fact]
    public void A_silo_that_left_follows_and_signs_nothing()
    {
        ClosingBench gone = new(silos: 4, self: 3, active: OriginSet.Of([0, 1, 2]));
        gone.HoldAll();
        ClosingProposal proposal = gone.ProposalBy(0, 1);
        gone.Take(gone.Records.Propose(0, proposal));
        Assert.Empty(gone.SignsAfter(100_000));

        gone.Take(gone.Records.Precommit(0, 0, proposal.Id), gone.Records.Precommit(1, 0, proposal.Id));

        Assert.IsType<ClosingAction.Decide>(Assert.Single(gone.Run()));
    }

    [Fact]
    public void With_liars_planned_for_a_silo_that_prevoted_twice_counts_for_everything()
    {
        ClosingBench withLiar = new(silos: 4, self: 3, byzantine: 1);
        withLiar.HoldAll();
        ClosingProposal proposal = withLiar.ProposalBy(0, 1, 2);
        withLiar.Take(withLiar.Records.Propose(0, proposal), withLiar.Records.Prevote(1, 0, proposal.Id), withLiar.Records.Prevote(2, 0));
        Assert.IsType<Prevote>(withLiar.Signs()[^1]);

        withLiar.Take(withLiar.Records.Prevote(2, 0, ClosingRecords.DigestOf("another")));

        Assert.Equal([proposal.Id], withLiar.Signs().Select(Choice));
    }

    private void Vote(int view, ClosingProposal proposal, params int[] silos)
    {
        bench.Take(bench.Records.Propose(view, proposal));
        bench.Take(silos.Select(silo => bench.Records.Prevote(silo, view, proposal.Id)));
    }

    /// <summary>Locks on the proposal in the view and goes on to the next.</summary>
    private void Lock(ClosingProposal proposal, int view = 0)
    {
        Vote(view, proposal, 0, 1, 2);
        bench.Take(bench.Records.Prevote(0, view));
        bench.Run();
        Assert.Equal(proposal.Id, OwnPrecommit(view).Proposal);
        bench.Take(bench.Records.Prevote(0, view + 1));
        bench.Run();
    }

    private Precommit OwnPrecommit(int view) =>
        Assert.Single(bench.Facts.PrecommitsIn(view).Select(record => (Precommit)record.Body), vote => vote.Origin == "s3");

    private IEnumerable<Digest> Prevotes() => bench.Signs().OfType<Prevote>().Select(vote => vote.Proposal);

    private static Digest Choice(RecordBody body) => body switch
    {
        Prevote vote => vote.Proposal,
        Precommit vote => vote.Proposal,
        _ => throw new InvalidOperationException($"{body.Kind} is not a vote"),
    };
}
