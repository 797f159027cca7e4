using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Epochs;

namespace RingFed.Federation.Tests.Ring.Closing;

/// <summary>R1 and what a proposal is built from. Silo 0 proposes in view 0.</summary>
public sealed class ProposingTests
{
    private readonly ClosingBench bench = new(silos: 4, self: 0);

    [Fact]
    public void The_proposer_proposes_when_a_quorum_said_what_it_holds()
    {
        bench.HoldAll();
        bench.Take(bench.Records.Have(1, 0, bench.Envelopes));
        Assert.IsType<Have>(Assert.Single(bench.Signs()));

        bench.Take(bench.Records.Have(2, 0, bench.Envelopes));

        Propose proposed = Assert.IsType<Propose>(bench.Signs()[0]);
        Assert.Equal(-1, proposed.ProofView);
        Assert.Equal(3, proposed.Proposal.Haves.Count);
        Assert.Equal([0, 1, 2, 3], proposed.Proposal.Updates.Select(update => update.Origin));
        Assert.Equal(ClosingRecords.Topology, proposed.Proposal.Previous);
    }

    [Fact]
    public void It_proposes_once_a_view()
    {
        ProposeNow();
        bench.Restart();

        Assert.Empty(bench.Signs().OfType<Propose>());
    }

    [Fact]
    public void Another_silo_does_not_propose()
    {
        ClosingBench other = new(silos: 4, self: 1);
        other.HoldAll();
        other.ProposalBy(0, 2, 3);

        Assert.Empty(other.Signs().OfType<Propose>());
    }

    [Fact]
    public void An_update_needs_so_many_witnesses_that_one_is_honest()
    {
        ClosingBench withLiar = new(silos: 4, self: 0, byzantine: 1);
        withLiar.Hold(0, 1, 2);
        withLiar.Take(withLiar.Envelopes[3]);
        withLiar.Take(withLiar.Records.Have(1, 0, withLiar.Envelopes[..3]), withLiar.Records.Have(2, 0, withLiar.Envelopes));

        withLiar.Run();
        Propose proposed = Assert.Single(withLiar.SignsAfter(withLiar.Facts.LapMs).OfType<Propose>());

        Assert.Equal([0, 1, 2], proposed.Proposal.Updates.Select(update => update.Origin));
    }

    [Fact]
    public void A_liar_that_speaks_of_another_envelope_keeps_nobody_out()
    {
        ClosingBench withLiar = new(silos: 4, self: 0, byzantine: 1);
        withLiar.HoldAll();
        withLiar.Take(withLiar.Records.Have(1, 0, withLiar.Envelopes));
        withLiar.Take(withLiar.Records.Have(2, 0, Enumerable.Range(0, 4).Select(silo => withLiar.Records.Envelope(silo, "lie"))));

        Propose proposed = Assert.Single(withLiar.Signs().OfType<Propose>());

        Assert.Equal(withLiar.Envelopes.Select(withLiar.Records.Held), proposed.Proposal.Updates);
    }

    [Fact]
    public void A_silo_that_signed_two_envelopes_is_accused_and_not_merged()
    {
        SignedRecord second = bench.Records.Envelope(3, "other");
        bench.HoldAll();
        bench.Take(second);
        bench.ProposalBy(1, 2);

        Propose proposed = Assert.Single(bench.Signs().OfType<Propose>());

        Assert.Equal([0, 1, 2], proposed.Proposal.Updates.Select(update => update.Origin));
        Assert.Equal(
            [new Equivocation(3, RecordKind.Envelope, 0, bench.Envelopes[3].Id, second.Id)], proposed.Proposal.Evidence);
    }

    [Fact]
    public void A_silo_that_voted_twice_is_accused_and_not_merged()
    {
        SignedRecord[] votes = [bench.Records.Precommit(3, 0), bench.Records.Precommit(3, 0, ClosingRecords.DigestOf("x"))];
        bench.HoldAll();
        bench.Take(votes);
        bench.ProposalBy(1, 2);

        Propose proposed = Assert.Single(bench.Signs().OfType<Propose>());

        Assert.Equal([new Equivocation(3, RecordKind.Precommit, 0, votes[0].Id, votes[1].Id)], proposed.Proposal.Evidence);
        Assert.Equal([0, 1, 2], proposed.Proposal.Updates.Select(update => update.Origin));
    }

    [Fact]
    public void Updates_of_a_convicted_silo_are_not_merged()
    {
        bench.Facts.Convicted = OriginSet.Of([3]);
        bench.HoldAll();
        bench.ProposalBy(1, 2);

        Assert.Equal([0, 1, 2], Assert.Single(bench.Signs().OfType<Propose>()).Proposal.Updates.Select(update => update.Origin));
    }

    [Fact]
    public void The_largest_group_of_updates_that_fit_each_other_is_merged_and_a_silo_that_differs_is_missed()
    {
        bench.Envelopes[0] = bench.Records.Envelope(0, layout: "another layout");
        bench.HoldAll();
        bench.ProposalBy(1, 2);

        Assert.Equal([1, 2, 3], Assert.Single(bench.Signs().OfType<Propose>()).Proposal.Updates.Select(update => update.Origin));
    }

    [Fact]
    public void Of_two_groups_as_large_that_of_the_lowest_silo_is_merged()
    {
        ClosingBench two = new(silos: 8, self: 0, rules: new QuorumOfThree());
        foreach (int silo in new[] { 0, 3, 4, 6 })
        {
            two.Envelopes[silo] = two.Records.Envelope(silo, layout: "another layout");
        }

        two.HoldAll();
        two.ProposalBy(1, 2);

        Assert.Equal([0, 3, 4, 6], Assert.Single(two.Signs().OfType<Propose>()).Proposal.Updates.Select(update => update.Origin));
    }

    [Fact]
    public void Fewer_updates_than_a_quorum_are_not_proposed()
    {
        bench.Hold(0, 1);
        bench.ProposalOf(bench.Envelopes[..2], [1, 2, 3]);

        Assert.Empty(bench.SignsAfter(10_000).OfType<Propose>());
    }

    [Fact]
    public void An_expected_silo_that_too_few_speak_of_yet_is_waited_for_one_lap()
    {
        bench.Facts.Absent = OriginSet.Of([3]);
        bench.Hold(0, 1, 2);
        bench.Take(bench.Records.Have(1, 0, bench.Envelopes[..3]), bench.Records.Have(2, 0, bench.Envelopes[..3]));
        bench.Run();
        Assert.Single(bench.Facts.ProposalsIn(0));

        ClosingBench present = new(silos: 4, self: 0);
        present.Hold(0, 1, 2);
        present.Take(present.Records.Have(1, 0, present.Envelopes[..3]), present.Records.Have(2, 0, present.Envelopes[..3]));
        Assert.Empty(present.Signs().OfType<Propose>());
        Assert.Empty(present.SignsAfter(present.Facts.LapMs - 1).OfType<Propose>());
        Assert.Single(present.SignsAfter(1).OfType<Propose>());
    }

    [Fact]
    public void Of_a_silo_that_contradicts_itself_no_have_is_used_while_enough_others_spoke()
    {
        ClosingBench withLiar = new(silos: 4, self: 0, byzantine: 1);
        withLiar.HoldAll();
        withLiar.Take(withLiar.Records.Have(1, 0, withLiar.Envelopes), withLiar.Records.Have(2, 0));
        withLiar.Take(withLiar.Records.Have(2, 0, withLiar.Envelopes), withLiar.Records.Have(3, 0, withLiar.Envelopes));

        Propose proposed = Assert.Single(withLiar.Signs().OfType<Propose>());

        Assert.Equal(["s0", "s1", "s3"], proposed.Proposal.Haves.Select(have => withLiar.Facts.Find(have)!.Body.Origin));
    }

    [Fact]
    public void An_update_that_only_absent_silos_held_is_given_up_in_the_second_half_of_the_view()
    {
        bench.Hold(0, 1, 2);
        bench.Take(bench.Envelopes[3]);
        bench.Take(bench.Records.Have(1, 0, bench.Envelopes[..3]), bench.Records.Have(2, 0, bench.Envelopes[..3]));
        bench.Take(bench.Records.Have(3, 0, bench.Envelopes));
        bench.Facts.Absent = OriginSet.Of([3]);
        Assert.Empty(bench.Signs().OfType<Propose>());
        Assert.Empty(bench.SignsAfter((bench.Timer / 2) - 1).OfType<Propose>());

        Propose proposed = Assert.Single(bench.SignsAfter(1).OfType<Propose>());

        Assert.Equal([0, 1, 2], proposed.Proposal.Updates.Select(update => update.Origin));
        Assert.Equal(3, proposed.Proposal.Haves.Count);
    }

    [Fact]
    public void An_update_that_has_not_come_by_the_deadline_is_given_up_whoever_held_it()
    {
        bench.Hold(0, 1, 2);
        bench.Take(bench.Envelopes[3]);
        bench.Take(bench.Records.Have(1, 0, bench.Envelopes[..3]), bench.Records.Have(2, 0, bench.Envelopes[..3]));
        bench.Take(bench.Records.Have(3, 0, bench.Envelopes));
        bench.Facts.LapMs = 10_000;
        Assert.Empty(bench.SignsAfter(10_000 - 1).OfType<Propose>());
        Assert.Empty(bench.SignsAfter(10_000).OfType<Propose>());

        Assert.Single(bench.SignsAfter(bench.Timer / 2).OfType<Propose>());
    }

    [Fact]
    public void A_silo_that_wants_to_leave_is_let_go_while_enough_stay()
    {
        bench.Facts.Leaving = OriginSet.Of([1, 2, 3]);
        bench.HoldAll();
        bench.ProposalBy(1, 2);

        Assert.Equal(OriginSet.Of([1, 2]), Assert.Single(bench.Signs().OfType<Propose>()).Proposal.Leavers);
    }

    [Fact]
    public void What_may_be_the_next_epoch_is_proposed()
    {
        Digest next = Digest.Of("next"u8);
        bench.Facts.NextEpoch = next;
        bench.Facts.Drafts[next] = DraftStanding.Ready;

        Assert.Equal(next, ProposeNow().Proposal.Next);
    }

    [Fact]
    public void With_a_liar_planned_for_four_silos_nobody_can_be_spared()
    {
        ClosingBench withLiar = new(silos: 4, self: 0, byzantine: 1);
        withLiar.Facts.Leaving = OriginSet.Of([3]);
        withLiar.HoldAll();
        withLiar.ProposalBy(1, 2);

        Assert.Empty(Assert.Single(withLiar.Signs().OfType<Propose>()).Proposal.Leavers.ToList());
    }

    [Fact]
    public void Silos_that_left_do_not_propose_and_their_haves_do_not_count()
    {
        ClosingBench fewer = new(silos: 4, self: 2, active: OriginSet.Of([1, 2, 3]));
        fewer.Hold(1, 2, 3);
        fewer.Take(fewer.Records.Have(0, 0, fewer.Envelopes));
        Assert.Empty(fewer.Signs().OfType<Propose>());

        // q of three is two; the proposer of view 1 is the second of those who are left.
        fewer.Take(fewer.Records.Have(3, 0, fewer.Envelopes), fewer.Records.Prevote(3, 1));

        Propose proposed = Assert.Single(fewer.Signs().OfType<Propose>());
        Assert.Equal([1, 2, 3], proposed.Proposal.Updates.Select(update => update.Origin));
        Assert.Equal(2, proposed.Proposal.Haves.Count);
    }

    private Propose ProposeNow()
    {
        bench.HoldAll();
        bench.ProposalBy(1, 2);
        return Assert.Single(bench.Signs().OfType<Propose>());
    }

    private sealed class QuorumOfThree : VotingRules
    {
        public override int Quorum(int silos, int byzantine) => 3;
    }
}
