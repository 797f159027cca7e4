using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Ring.Neighbour;

using static NeighbourBench;

/// <summary>What a silo has signed and forgotten it does not sign again.</summary>
public sealed class NeighbourMemoryTests
{
    private const ulong Occasion = 9;

    [Fact]
    public void An_update_that_it_is_shown_and_has_forgotten_keeps_it_from_signing_until_all_around_have_answered()
    {
        NeighbourBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(LinkToC, C);

        List<RingEffect> shown = bench.Connect(LinkToA, A, heard: 1, epsilon: 0.5);
        Assert.Equal(new PersistGuard(IsGuarded: true, Plan.Nonce), Assert.Single(shown.OfType<PersistGuard>()));
        Assert.Contains("a holds its update of round 1", Assert.Single(shown.OfType<RaiseAlarm>()).Sentence, StringComparison.Ordinal);
        Assert.Empty(bench.Step(new OwnWorked(PartOf(B))).OfType<PersistOwnPart>());

        List<RingEffect> answered = bench.Connect(LinkToD, D);
        Assert.Equal(new BookForgotten(0.5, Plan.Nonce), Assert.Single(answered.OfType<BookForgotten>()));
        Assert.Equal(new PersistGuard(IsGuarded: false, Plan.Nonce), Assert.Single(bench.Step(new ForgottenBooked(0.5, Plan.Nonce)).OfType<PersistGuard>()));
        Assert.Empty(bench.Step(new GuardPersisted(IsGuarded: false)).OfType<PersistOwnPart>());
    }

    [Fact]
    public void Then_it_signs_later_rounds_and_refunds_nothing()
    {
        NeighbourBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(LinkToC, C);
        bench.Connect(LinkToA, A, heard: 0, epsilon: 0.5);
        bench.Step(new OwnWorked(PartOf(B)));
        bench.Connect(LinkToD, D);
        bench.Steps(new ForgottenBooked(0.5, Plan.Nonce), new GuardPersisted(IsGuarded: false));
        bench.TakeUpdate(LinkToA, A);
        bench.TakeUpdate(LinkToC, C);
        Assert.Single(bench.Finish().OfType<WorkOwn>());

        PersistOwnPart signed = Assert.Single(bench.Step(new OwnWorked(PartOf(B, 1))).OfType<PersistOwnPart>());

        Assert.Equal((1, 0.5), (signed.Round, signed.Part.EpsilonSpent));
    }

    [Fact]
    public void What_is_shown_without_a_signature_that_holds_is_no_answer_and_its_sender_is_kept_away()
    {
        NeighbourBench bench = new();
        bench.Step(new SessionStarted());
        SignedRecord forged = Sign(EnvelopeOf(B, 1));
        bench.Synchronise(LinkToA, A);

        List<RingEffect> effects = bench.Steps(
            new MessageArrived(LinkToA, new NeighbourStanding(-1, -1, forged, true, [])), new RecordVerified(LinkToA, forged, Holds: false));

        Assert.Equal(WireFaultCode.ProofFailed, Assert.Single(effects.OfType<CloseLink>()).Fault.Code);
        Assert.Empty(effects.OfType<PersistGuard>());
    }

    [Fact]
    public void What_another_silo_signed_cannot_be_shown_to_it()
    {
        NeighbourBench bench = Linked();

        List<RingEffect> effects = bench.Step(new MessageArrived(LinkToA, new NeighbourStanding(-1, -1, Sign(EnvelopeOf(C, 1)), true, [])));

        Assert.Equal(WireFaultCode.Malformed, Assert.Single(effects.OfType<CloseLink>()).Fault.Code);
    }

    [Fact]
    public void A_copy_that_was_put_back_works_only_when_all_around_have_answered_and_its_books_are_raised()
    {
        NeighbourBench bench = new(putBack: Occasion);
        List<RingEffect> before = [.. bench.Step(new SessionStarted()), .. bench.Connect(LinkToA, A), .. bench.Connect(LinkToC, C)];
        Assert.DoesNotContain(before, effect => effect is WorkOwn or BookForgotten);

        List<RingEffect> answered = bench.Connect(LinkToD, D);
        Assert.Empty(answered.OfType<WorkOwn>());
        Assert.Equal(Occasion, Assert.Single(answered.OfType<BookForgotten>()).Occasion);

        List<RingEffect> booked = bench.Step(new ForgottenBooked(0, Occasion));
        Assert.Equal(new PersistGuard(IsGuarded: false, Occasion), Assert.Single(booked.OfType<PersistGuard>()));
        Assert.Empty(booked.OfType<WorkOwn>());

        Assert.Single(bench.Step(new GuardPersisted(IsGuarded: false)).OfType<WorkOwn>());
    }

    [Fact]
    public void It_says_that_it_takes_no_part_until_then()
    {
        NeighbourBench bench = new(putBack: Occasion);
        bench.Step(new SessionStarted());
        Assert.All(Said(bench.Connect(LinkToA, A)), standing => Assert.False(standing.TakesPart));
        bench.Connect(LinkToC, C);
        bench.Connect(LinkToD, D);

        List<RingEffect> free = bench.Steps(new ForgottenBooked(0, Occasion), new GuardPersisted(IsGuarded: false));

        Assert.Equal([true, true, true], Said(free).Select(standing => standing.TakesPart));
    }

    [Fact]
    public void A_silo_that_is_gone_for_good_is_given_up_after_four_deadlines_when_another_has_answered()
    {
        NeighbourBench bench = new(putBack: Occasion);
        bench.Step(new SessionStarted());
        bench.Connect(LinkToA, A);
        bench.Connect(LinkToC, C);
        long givenUp = NeighbourMemory.GivenUpDeadlines * Plan.RoundDeadlineMs;

        Assert.Empty(bench.KeepAlive(givenUp - 1, LinkToA, LinkToC).OfType<BookForgotten>());
        Assert.Single(bench.KeepAlive(givenUp, LinkToA, LinkToC).OfType<BookForgotten>());
    }

    [Fact]
    public void A_silo_that_hears_nobody_waits()
    {
        NeighbourBench bench = new(putBack: Occasion);
        Assert.Empty(bench.Step(new SessionStarted()).OfType<BookForgotten>());

        Assert.Empty(bench.KeepAlive(2 * NeighbourMemory.GivenUpDeadlines * Plan.RoundDeadlineMs).OfType<BookForgotten>());
    }

    [Fact]
    public void What_is_shown_while_an_update_goes_to_the_disk_keeps_it_from_being_signed()
    {
        NeighbourBench bench = Linked();
        Assert.Single(bench.Step(new OwnWorked(PartOf(B))).OfType<PersistOwnPart>());
        bench.Connect(LinkToD, D, heard: 2);

        Assert.Empty(bench.Step(new OwnPartPersisted(0)).OfType<Sign>());
    }

    [Fact]
    public void What_is_shown_while_an_update_is_signed_keeps_it_from_leaving()
    {
        NeighbourBench bench = Linked();
        bench.Steps(new OwnWorked(PartOf(B)), new OwnPartPersisted(0));
        bench.Connect(LinkToD, D, heard: 2);

        Assert.Empty(bench.Step(new Signed(Sign(EnvelopeOf(B)))).OfType<PersistOwnEnvelope>());
    }

    [Fact]
    public void One_neighbour_alone_does_not_send_a_silo_to_a_farther_round()
    {
        NeighbourBench bench = new();
        bench.Step(new SessionStarted());
        bench.Connect(LinkToA, A, merged: Plan.LastRound - 1);
        bench.Step(new OwnWorked(PartOf(B)));

        List<RingEffect> effects = bench.KeepAlive(until: 2 * Plan.Times.SuspicionMs, LinkToA);

        Assert.Equal(0, Assert.Single(effects.OfType<PersistOwnPart>()).Round);
    }

    [Fact]
    public void A_neighbour_is_shown_its_newest_update_that_was_known_before_a_restart()
    {
        SignedRecord known = Sign(EnvelopeOf(A, 1));
        NeighbourBench bench = new(new RestoredNeighbours(
            new NeighbourResult(1, [A, B, C], [], 512, [new SeenNeighbour(A, 1, known)]), new Dictionary<int, OwnUpdate>(), null));
        bench.Step(new SessionStarted());

        Assert.Equal(known.Id, Assert.Single(Said(bench.Connect(LinkToA, A))).Newest!.Id);
    }

    [Fact]
    public void What_came_over_a_link_that_is_gone_when_its_signature_is_checked_is_not_known()
    {
        NeighbourBench bench = Linked();
        SignedRecord late = Sign(EnvelopeOf(A));
        bench.Steps(new MessageArrived(LinkToA, new RecordMessage(late)), new LinkLost(LinkToA, "its silo has restarted"));
        NeighbourStanding said = Assert.Single(Said(bench.Connect(11, A)));

        bench.Step(new RecordVerified(LinkToA, late, Holds: true));

        Assert.Null(said.Newest);
        bench.Step(new LinkLost(11, "once more"));
        Assert.Null(Assert.Single(Said(bench.Connect(12, A))).Newest);
    }

    private static IEnumerable<NeighbourStanding> Said(IEnumerable<RingEffect> effects) =>
        effects.OfType<Send>().Select(send => send.Message).OfType<NeighbourStanding>();
}
