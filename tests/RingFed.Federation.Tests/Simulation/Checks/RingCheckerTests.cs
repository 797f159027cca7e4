using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Tests.Ring;
using RingFed.Simulation.Checks;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Simulation.Checks;

/// <summary>A checker that never objects would prove nothing.</summary>
public sealed class RingCheckerTests
{
    private readonly RingChecker checker = new(Plan.Roster, rounds: 3, quorum: 3);

    [Fact]
    public void Sending_the_same_statement_again_is_allowed_and_sending_another_is_not()
    {
        checker.Left(SessionBench.Sign(EnvelopeOf(A)), isOnDisk: true);
        checker.Left(SessionBench.Sign(EnvelopeOf(A)), isOnDisk: true);
        Assert.Empty(checker.Violations);

        checker.Left(SessionBench.Sign(EnvelopeOf(A, 0, "another")), isOnDisk: true);

        Assert.Contains("a signed two different records", Assert.Single(checker.Violations));
    }

    [Fact]
    public void A_record_that_leaves_before_it_is_on_the_disk_is_noticed()
    {
        checker.Left(SessionBench.Sign(EnvelopeOf(A)), isOnDisk: false);

        Assert.Equal("a sent Envelope of a for round 0 before it was on the disk", Assert.Single(checker.Violations));
    }

    [Fact]
    public void Two_roots_for_one_round_are_noticed()
    {
        checker.Sign(SessionBench.Sign(EnvelopeOf(A)));
        checker.Sign(SessionBench.Sign(EnvelopeOf(A, 0, "another")));

        Assert.Equal("a signed two roots for round 0", Assert.Single(checker.Violations));
    }

    [Fact]
    public void A_budget_that_is_refunded_is_noticed()
    {
        checker.Sign(SessionBench.Sign(EnvelopeOf(A) with { EpsilonSpent = 0.5 }));
        checker.Sign(SessionBench.Sign(EnvelopeOf(A, 1) with { EpsilonSpent = 0.25 }));

        Assert.Equal("a spent 0.5 and says 0.25 in round 1", Assert.Single(checker.Violations));
    }

    [Fact]
    public void Two_aggregates_for_one_round_are_noticed()
    {
        checker.Closed(A, Close(0, "one"));
        checker.Closed(B, Close(0, "other"));

        Assert.Equal("b closed round 0 on another set or with another aggregate", Assert.Single(checker.Violations));
    }

    [Fact]
    public void A_round_left_out_is_noticed_and_one_stored_again_after_a_restart_is_not()
    {
        checker.Closed(A, Close(0, "one"));
        checker.Closed(A, Close(0, "one"));
        checker.Closed(A, Close(2, "two"));

        Assert.Equal("a closed round 2 after 0", Assert.Single(checker.Violations));
    }

    [Fact]
    public void An_update_counted_twice_or_not_signed_or_not_held_is_noticed()
    {
        checker.Sign(SessionBench.Sign(EnvelopeOf(A)));

        checker.Merged(B, new Aggregate(0, Proposal.Id, [EnvelopeOf(A), EnvelopeOf(A)]), held: true);
        checker.Merged(B, new Aggregate(0, Proposal.Id, [EnvelopeOf(C)]), held: true);
        checker.Merged(B, new Aggregate(0, Proposal.Id, [EnvelopeOf(A)]), held: false);
        checker.Merged(B, new Aggregate(0, Proposal.Id, [EnvelopeOf(A, 0, "forged")]), held: true);

        Assert.Equal(
            [
                "b counted an update of round 0 twice",
                "b merged an update that c did not sign in round 0",
                "b merged round 0 without all payloads",
                "b merged an update that a did not sign in round 0",
            ],
            checker.Violations);
    }

    [Fact]
    public void A_close_without_a_quorum_of_signed_votes_is_noticed()
    {
        PersistClose close = Close(0, "one");
        checker.Closed(A, close with { Close = close.Close with { Precommits = [.. close.Close.Precommits.Take(2), close.Close.Precommits[0], SessionBench.Sign(VoteOf(D).Body)] } });

        Assert.Equal("a closed round 0 with 2 votes; a quorum is 3", Assert.Single(checker.Violations));
    }

    /// <summary>Signed by a, b and c.</summary>
    private PersistClose Close(int round, string aggregate)
    {
        AgreedAggregate agreed = AggregateOf(content: aggregate).Aggregate;
        SignedRecord[] votes = [.. new[] { A, B, C }.Select(silo => checker.Sign(VoteOf(silo, agreed, Proposal, round)))];
        return new PersistClose(new RoundClose(Proposal, 0, votes), Membership.Founding(4), true, [], 512);
    }
}
