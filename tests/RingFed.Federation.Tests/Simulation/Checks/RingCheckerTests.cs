using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Silos;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Simulation.Checks;

/// <summary>A checker that never objects would prove nothing.</summary>
public sealed class RingCheckerTests
{
    private readonly RingChecker checker = new(Plan.Roster, EpochTerms.Of(Plan), new TopologyBook(), (_, _) => true, _ => true, _ => true);

    [Fact]
    public void Sending_the_same_statement_again_is_allowed_and_sending_another_is_not()
    {
        Arrive(EnvelopeOf(A));
        Arrive(EnvelopeOf(A));
        Assert.Empty(checker.Violations);

        Arrive(EnvelopeOf(A, 0, "another"));

        Assert.Equal("a signed two different records: Envelope of a for round 0", Assert.Single(checker.Violations));
    }

    [Fact]
    public void Two_votes_in_one_view_are_noticed_and_one_in_each_of_two_views_is_fine()
    {
        Prevote vote = new(Plan.Federation, Plan.Epoch, 0, "a", View: 0, DigestOf("v"), 1);
        Arrive(vote);
        Arrive(vote with { View = 1, Proposal = Digest.None });
        Assert.Empty(checker.Violations);

        Arrive(vote with { Proposal = Digest.None });

        Assert.Equal("a signed two different records: Prevote of a for round 0", Assert.Single(checker.Violations));
        Assert.Equal(1, checker.ViewMax);
    }

    [Fact]
    public void A_record_that_leaves_before_it_is_on_the_disk_is_noticed()
    {
        checker.Left(SimulatedWorker.Sign(EnvelopeOf(A)), isOnDisk: false);

        Assert.Equal("a sent Envelope of a for round 0 before it was on the disk", Assert.Single(checker.Violations));
    }

    [Fact]
    public void Of_a_silo_that_was_put_back_what_nobody_read_or_everyone_forgot_contradicts_nothing()
    {
        RingChecker forgetful = new(Plan.Roster, EpochTerms.Of(Plan), new TopologyBook(), (_, _) => true, _ => false, _ => true);
        forgetful.PutBack(A);
        forgetful.PutBack(B);
        Arrive(forgetful, EnvelopeOf(A));
        Arrive(forgetful, EnvelopeOf(A, 0, "another"));
        forgetful.Left(SimulatedWorker.Sign(EnvelopeOf(B)), isOnDisk: true);
        Arrive(forgetful, EnvelopeOf(B, 0, "another"));

        Assert.Empty(forgetful.Violations);
    }

    [Fact]
    public void A_silo_that_was_put_back_contradicts_what_it_said_before_and_someone_still_has()
    {
        Arrive(EnvelopeOf(A));
        checker.PutBack(A);

        Arrive(EnvelopeOf(A, 0, "another"));

        Assert.Equal("a signed two different records: Envelope of a for round 0", Assert.Single(checker.Violations));
    }

    [Fact]
    public void Of_a_silo_that_was_never_put_back_two_roots_are_noticed_as_they_are_signed()
    {
        checker.Sign(SimulatedWorker.Sign(EnvelopeOf(A)));
        checker.Sign(SimulatedWorker.Sign(EnvelopeOf(A, 0, "another")));

        Assert.Equal("a signed two roots for round 0", Assert.Single(checker.Violations));
    }

    [Fact]
    public void A_budget_that_is_refunded_is_noticed()
    {
        Arrive(EnvelopeOf(A) with { EpsilonSpent = 0.5 });
        Arrive(EnvelopeOf(A, 1) with { EpsilonSpent = 0.25 });

        Assert.Equal("a spent 0.5 by round 0 and says 0.25 in round 1", Assert.Single(checker.Violations));
    }

    [Fact]
    public void A_liar_may_sign_what_it_likes_and_its_signature_holds()
    {
        SignedRecord one = SimulatedWorker.Sign(EnvelopeOf(A));
        SignedRecord other = SimulatedWorker.Sign(EnvelopeOf(A, 0, "another"));
        checker.Forged(one);
        checker.Forged(other);

        Assert.Empty(checker.Violations);
        Assert.True(checker.IsSigned(other));
        Assert.False(checker.IsSigned(SimulatedWorker.Sign(EnvelopeOf(B))));
        Assert.False(checker.IsSigned(new SignedRecord(one.Id, one.Body, one.Bytes, new byte[] { 1 })));
    }

    [Fact]
    public void An_update_counted_twice_or_not_signed_or_not_held_is_noticed()
    {
        checker.Sign(SimulatedWorker.Sign(EnvelopeOf(A)));

        checker.Merged(B, Ask(EnvelopeOf(A), EnvelopeOf(A)), held: true);
        checker.Merged(B, Ask(EnvelopeOf(C)), held: true);
        checker.Merged(B, Ask(EnvelopeOf(A)), held: false);
        checker.Merged(B, Ask(EnvelopeOf(A, 0, "forged")), held: true);

        Assert.Equal(
            [
                "b counted an update of round 0 twice",
                "b merged an update that c did not sign in round 0",
                "b merged round 0 without all payloads",
                "b merged an update that a did not sign in round 0",
            ],
            checker.Violations);
    }

    private void Arrive(RecordBody body) => Arrive(checker, body);

    private static void Arrive(RingChecker checker, RecordBody body)
    {
        SignedRecord record = SimulatedWorker.Sign(body);
        checker.Left(record, isOnDisk: true);
        checker.Heard(record);
    }

    private static Aggregate Ask(params Envelope[] updates) => new(0, DigestOf("proposal"), updates);
}
