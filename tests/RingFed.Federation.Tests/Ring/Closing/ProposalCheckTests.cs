using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Epochs;

namespace RingFed.Federation.Tests.Ring.Closing;

/// <summary>valid(V) at silo 3 of four with one liar: q is 3, two witnesses make an update.</summary>
public sealed class ProposalCheckTests
{
    private readonly ClosingBench bench = new(silos: 4, self: 3, byzantine: 1);
    private readonly ClosingProposal good;

    public ProposalCheckTests()
    {
        bench.HoldAll();
        good = bench.ProposalBy(0, 1, 2);
    }

    [Fact]
    public void What_an_honest_proposer_builds_is_valid() => Assert.Equal(Validity.Valid, Check(good).Validity);

    [Fact]
    public void A_proposal_after_another_close_is_refused() =>
        Refused(ClosingProposal.Of(good.Haves, good.Updates, [], default, Digest.None), "another close");

    [Fact]
    public void Too_few_haves_are_refused() =>
        Refused(ClosingProposal.Of([.. good.Haves.Take(2)], good.Updates, [], default, good.Previous), "2 haves and needs 3");

    [Fact]
    public void Two_haves_of_one_silo_or_out_of_order_are_refused()
    {
        SignedRecord newer = bench.Records.Have(0, 1, bench.Envelopes);
        bench.Take(newer);

        Refused(ClosingProposal.Of([good.Haves[0], newer.Id, good.Haves[1]], good.Updates, [], default, good.Previous), "roster order");
        Refused(ClosingProposal.Of([good.Haves[1], good.Haves[0], good.Haves[2]], good.Updates, [], default, good.Previous), "roster order");
    }

    [Fact]
    public void A_record_of_another_kind_is_no_have() =>
        Refused(ClosingProposal.Of([bench.Envelopes[0].Id, .. good.Haves.Skip(1)], good.Updates, [], default, good.Previous), "roster order");

    [Fact]
    public void Updates_that_do_not_follow_from_the_haves_are_refused()
    {
        Refused(ClosingProposal.Of(good.Haves, [.. good.Updates.Take(3)], [], default, good.Previous), "not those that follow");
        HeldUpdate swapped = new(0, bench.Envelopes[1].Id);
        Refused(ClosingProposal.Of(good.Haves, [swapped, .. good.Updates.Skip(1)], [], default, good.Previous), "not those that follow");
    }

    [Fact]
    public void Fewer_updates_than_a_quorum_are_refused() =>
        Refused(bench.ProposalOf(bench.Envelopes[..2], [0, 1, 3]), "merges 2 updates and needs 3");

    [Fact]
    public void A_have_that_is_not_held_yet_is_waited_for()
    {
        SignedRecord late = bench.Records.Have(3, 1, bench.Envelopes);
        ProposalCheck check = Check(ClosingProposal.Of([.. good.Haves.Take(2), late.Id], good.Updates, [], default, good.Previous));
        Assert.Equal((Validity.Unknown, "a have"), (check.Validity, check.Reason));

        bench.Take(late);

        Assert.Equal(Validity.Valid, check.Resume(bench.Facts));
    }

    [Fact]
    public void Evidence_that_is_not_held_yet_is_waited_for()
    {
        SignedRecord second = bench.Records.Envelope(2, "other");
        Equivocation evidence = new(2, RecordKind.Envelope, 0, bench.Envelopes[2].Id, second.Id);
        HeldUpdate[] others = [.. good.Updates.Where(update => update.Origin != 2)];
        ProposalCheck check = Check(ClosingProposal.Of(good.Haves, others, [evidence], default, good.Previous));
        Assert.Equal((Validity.Unknown, "evidence"), (check.Validity, check.Reason));

        bench.Take(second);

        Assert.Equal(Validity.Valid, check.Resume(bench.Facts));
    }

    [Fact]
    public void Other_records_of_the_same_lie_prove_it_as_well()
    {
        bench.Take(bench.Records.Envelope(2, "second"));
        SignedRecord third = bench.Records.Envelope(2, "third");
        HeldUpdate[] others = [.. good.Updates.Where(update => update.Origin != 2)];
        Equivocation evidence = new(2, RecordKind.Envelope, 0, bench.Envelopes[2].Id, third.Id);

        Assert.Equal(Validity.Valid, Check(ClosingProposal.Of(good.Haves, others, [evidence], default, good.Previous)).Validity);
    }

    [Fact]
    public void Evidence_that_proves_nothing_is_refused()
    {
        SignedRecord second = bench.Records.Envelope(2, "other");
        SignedRecord laterVote = bench.Records.Prevote(2, 1);
        SignedRecord vote = bench.Records.Prevote(2, 0);
        bench.Take(second, vote, laterVote);
        HeldUpdate[] others = [.. good.Updates.Where(update => update.Origin != 2)];
        foreach (Equivocation evidence in new Equivocation[]
        {
            new(2, RecordKind.Envelope, 0, second.Id, second.Id),
            new(1, RecordKind.Envelope, 0, bench.Envelopes[2].Id, second.Id),
            new(2, RecordKind.Envelope, 0, bench.Envelopes[1].Id, second.Id),
            new(2, RecordKind.Prevote, 0, vote.Id, laterVote.Id),
            new(0, RecordKind.Have, 0, good.Haves[0], good.Haves[1]),
        })
        {
            Refused(ClosingProposal.Of(good.Haves, others, [evidence], default, good.Previous), "proves nothing new");
        }
    }

    [Fact]
    public void What_a_liars_third_have_keeps_from_being_checked_is_taken_from_so_many_that_one_is_honest()
    {
        SignedRecord third = bench.Records.Have(2, 0, bench.Envelopes[..3]);
        ClosingProposal proposal = ClosingProposal.Of([good.Haves[0], good.Haves[1], third.Id], good.Updates, [], default, good.Previous);
        bench.Run();
        bench.Take(bench.Records.Propose(0, proposal), bench.Records.Prevote(0, 0, proposal.Id));
        Assert.Empty(bench.Signs());

        bench.Take(bench.Records.Prevote(1, 0, proposal.Id));

        Assert.Equal(proposal.Id, Assert.IsType<Prevote>(bench.Signs()[0]).Proposal);
    }

    [Fact]
    public void Where_no_liars_are_planned_for_nobody_is_believed()
    {
        ClosingBench trusting = new(silos: 4, self: 3);
        trusting.HoldAll();
        ClosingProposal known = trusting.ProposalBy(0, 1);
        SignedRecord late = trusting.Records.Have(2, 0, trusting.Envelopes);
        ClosingProposal proposal = ClosingProposal.Of([.. known.Haves, late.Id], known.Updates, [], default, known.Previous);
        trusting.Run();
        trusting.Take(trusting.Records.Propose(0, proposal));
        trusting.Take(Enumerable.Range(0, 3).Select(silo => trusting.Records.Prevote(silo, 0, proposal.Id)));
        Assert.Empty(trusting.Signs());

        trusting.Take(late);

        Assert.Equal(proposal.Id, Assert.IsType<Prevote>(trusting.Signs()[0]).Proposal);
    }

    [Fact]
    public void A_silo_is_convicted_once()
    {
        bench.Facts.Convicted = OriginSet.Of([2]);
        SignedRecord second = bench.Records.Envelope(2, "other");
        bench.Take(second);
        Equivocation evidence = new(2, RecordKind.Envelope, 0, bench.Envelopes[2].Id, second.Id);
        HeldUpdate[] others = [.. good.Updates.Where(update => update.Origin != 2)];

        Refused(ClosingProposal.Of(good.Haves, others, [evidence], default, good.Previous), "proves nothing new");
        Assert.Equal(Validity.Valid, Check(ClosingProposal.Of(good.Haves, others, [], default, good.Previous)).Validity);
    }

    [Fact]
    public void A_leaver_must_have_said_so_have_a_vote_and_leave_enough_others()
    {
        ClosingBench five = new(silos: 5, self: 4);
        five.HoldAll();
        ClosingProposal plain = five.ProposalBy(0, 1, 2);
        ProposalCheck check = new(With(plain, 3), ElectorateOf(five));
        Assert.Equal(Validity.Unknown, check.Resume(five.Facts));
        five.Facts.Leaving = OriginSet.Of([0, 1, 2, 3]);
        Assert.Equal(Validity.Valid, check.Resume(five.Facts));

        Assert.Equal(Validity.Valid, new ProposalCheck(With(plain, 1, 2, 3), ElectorateOf(five)).Resume(five.Facts));
        Assert.Equal(Validity.Invalid, new ProposalCheck(With(plain, 0, 1, 2, 3), ElectorateOf(five)).Resume(five.Facts));
        Assert.Equal(Validity.Invalid, new ProposalCheck(With(plain, 5), ElectorateOf(five)).Resume(five.Facts));
    }

    [Theory]
    [InlineData(DraftStanding.Ready, Validity.Valid, "")]
    [InlineData(DraftStanding.Unsigned, Validity.Unknown, "signatures under the next epoch")]
    [InlineData(DraftStanding.Textless, Validity.Unknown, "the topology of the next epoch")]
    [InlineData(DraftStanding.Unlawful, Validity.Invalid, "the next epoch that it names cannot follow this one")]
    public void The_next_epoch_must_be_signed_lawful_and_on_the_disk(object standing, object verdict, string reason)
    {
        bench.Facts.Drafts[Draft] = (DraftStanding)standing;

        ProposalCheck check = Check(EndingWith(Draft));

        Assert.Equal(((Validity)verdict, reason), (check.Validity, check.Reason));
    }

    [Fact]
    public void What_the_next_epoch_lacks_is_waited_for()
    {
        ProposalCheck check = Check(EndingWith(Draft));
        Assert.Equal(Validity.Unknown, check.Validity);
        bench.Facts.Drafts[Draft] = DraftStanding.Textless;
        Assert.Equal(Validity.Unknown, check.Resume(bench.Facts));

        bench.Facts.Drafts[Draft] = DraftStanding.Ready;
        bench.Facts.Topologies.Add(Draft);

        Assert.Equal(Validity.Valid, check.Resume(bench.Facts));
    }

    [Fact]
    public void Prevotes_vouch_for_signatures_under_the_next_epoch_but_not_for_its_text()
    {
        ProposalCheck check = new(EndingWith(Draft), ElectorateOf(bench));
        Assert.Equal(Validity.Unknown, check.Resume(bench.Facts, isVouched: true));

        bench.Facts.Topologies.Add(Draft);

        Assert.Equal(Validity.Unknown, check.Resume(bench.Facts));
        Assert.Equal(Validity.Valid, check.Resume(bench.Facts, isVouched: true));
    }

    [Fact]
    public void A_verdict_is_final()
    {
        ProposalCheck check = Check(ClosingProposal.Of(good.Haves, [.. good.Updates.Take(3)], [], default, good.Previous));

        bench.Facts.Convicted = OriginSet.Of([3]);

        Assert.Equal(Validity.Invalid, check.Resume(bench.Facts));
    }

    private static Digest Draft { get; } = Digest.Of("next"u8);

    private ClosingProposal EndingWith(Digest next) =>
        ClosingProposal.Of(good.Haves, good.Updates, [], default, good.Previous, next);

    private static ClosingProposal With(ClosingProposal plain, params int[] leavers) =>
        ClosingProposal.Of(plain.Haves, plain.Updates, [], OriginSet.Of(leavers), plain.Previous);

    private void Refused(ClosingProposal proposal, string sentence)
    {
        ProposalCheck check = Check(proposal);
        Assert.Equal(Validity.Invalid, check.Validity);
        Assert.Contains(sentence, check.Reason);
    }

    private ProposalCheck Check(ClosingProposal proposal)
    {
        ProposalCheck check = new(proposal, ElectorateOf(bench));
        check.Resume(bench.Facts);
        return check;
    }

    private static Electorate ElectorateOf(ClosingBench bench) =>
        new(bench.Facts.Plan, 0, bench.Facts.Active, VotingRules.Standard);
}
