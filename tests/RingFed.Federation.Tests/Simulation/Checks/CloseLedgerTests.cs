using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Silos;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Simulation.Checks;

/// <summary>A checker that never objects would prove nothing: each promise is broken once.</summary>
public sealed class CloseLedgerTests
{
    private readonly SignatureRegister register = new();
    private readonly List<string> objections = [];
    private readonly HashSet<int> holders = [A, B, C, D];
    private readonly CloseLedger ledger;

    public CloseLedgerTests() => ledger = new CloseLedger(
        Plan.Roster, new EpochLedger(EpochTerms.Of(Plan), new TopologyBook(), register, Require), register, (silo, _) => holders.Contains(silo), Require);

    [Fact]
    public void Closes_that_agree_are_fine()
    {
        RoundClose first = CloseOf(0, Plan.Topology);
        RoundClose second = CloseOf(1, first.Id);
        foreach (int silo in holders)
        {
            ledger.Closed(silo, first);
            ledger.Closed(silo, second);
        }

        Assert.Empty(objections);
        Assert.Equal([1, 1, 1, 1], ledger.ClosedBySilo);
    }

    [Fact]
    public void Another_aggregate_or_other_updates_for_the_same_round_are_a_fork()
    {
        ledger.Closed(A, CloseOf(0, Plan.Topology));
        ledger.Closed(B, CloseOf(0, Plan.Topology, aggregate: "another"));
        ledger.Closed(C, CloseOf(0, Plan.Topology, origins: [A, B, C]));

        Assert.Equal(
            ["b closed round 0 with another aggregate", "c closed round 0 on other updates", "c closed round 0 with other silos merged"],
            objections);
    }

    [Fact]
    public void A_round_closed_twice_or_left_out_is_noticed()
    {
        RoundClose first = CloseOf(0, Plan.Topology);
        ledger.Closed(A, first);
        ledger.Closed(A, first);
        ledger.Closed(B, CloseOf(1, first.Id));

        Assert.Contains("a closed round 0 after 0", objections);
        Assert.Contains("b closed round 1 after -1", objections);
    }

    [Fact]
    public void A_silo_starts_after_the_last_round_whose_result_it_stored_and_after_no_later_one()
    {
        RoundClose first = CloseOf(0, Plan.Topology);
        RoundClose second = CloseOf(1, first.Id);
        ledger.Closed(A, first);
        ledger.Closed(A, second, hasResult: false);
        ledger.Restored(A, 0);
        ledger.Closed(A, second);
        Assert.Empty(objections);

        ledger.Restored(B, 0);

        Assert.Equal("b starts after round 0 and stored results up to -1", Assert.Single(objections));
    }

    [Fact]
    public void A_minority_is_noticed_also_when_one_vote_stands_there_twice()
    {
        ledger.Closed(A, CloseOf(0, Plan.Topology, voters: [A, B]));

        Assert.Equal("a closed round 0 with 2 votes, a minority", Assert.Single(objections));
        objections.Clear();

        ledger.Closed(B, CloseOf(0, Plan.Topology, voters: [A, B, B]));

        Assert.Contains("b closed round 0 with 2 votes, a minority", objections);
    }

    [Fact]
    public void Votes_that_nobody_signed_do_not_count()
    {
        RoundClose close = CloseOf(0, Plan.Topology);
        SignedRecord forged = SimulatedWorker.Sign((Precommit)close.Precommits[0].Body with { Origin = Plan.Roster[D] });

        ledger.Closed(A, close with { Precommits = [close.Precommits[0], close.Precommits[1], forged] });

        Assert.Equal(["a closed round 0 with votes that are none", "a closed round 0 with 2 votes, a minority"], objections);
    }

    [Fact]
    public void A_close_that_does_not_follow_the_last_one_is_noticed()
    {
        ledger.Closed(A, CloseOf(0, DigestOf("elsewhere")));

        Assert.Equal("a closed round 0 on another chain", Assert.Single(objections));
    }

    [Fact]
    public void Updates_that_too_few_honest_silos_hold_or_nobody_signed_are_noticed()
    {
        holders.Remove(A);
        holders.Remove(B);
        ledger.Closed(A, CloseOf(0, Plan.Topology));

        Assert.Equal("a closed round 0 on updates that 2 honest silos hold", Assert.Single(objections));
        objections.Clear();

        holders.UnionWith([A, B]);
        ledger.Closed(A, CloseOf(1, CloseOf(0, Plan.Topology).Id, isSigned: false));

        Assert.Contains("a closed round 1 on an update that nobody signed", objections);
    }

    [Fact]
    public void A_silo_convicted_by_an_earlier_close_is_not_merged_again()
    {
        RoundClose first = CloseOf(
            0, Plan.Topology, origins: [A, B, C], evidence: [new Equivocation(D, RecordKind.Envelope, 0, DigestOf("x"), DigestOf("y"))]);
        ledger.Closed(A, first);
        ledger.Closed(A, CloseOf(1, first.Id));

        Assert.Equal("a closed round 1 on the update of a silo that was convicted before", Assert.Single(objections));
    }

    [Fact]
    public void After_a_leave_the_quorum_is_that_of_those_who_stay()
    {
        AskToLeave(D);
        RoundClose first = CloseOf(0, Plan.Topology, leavers: [D]);
        ledger.Closed(A, first);
        ledger.Closed(A, CloseOf(1, first.Id, origins: [A, B], voters: [A, B]));

        Assert.Empty(objections);
        Assert.Equal(Plan.Roster.Take(3), ledger.ActiveAfter(first.Round));
        Assert.Equal(Plan.Roster, ledger.ActiveAfter(-1));
        Assert.False(ledger.IsActive(D));

        ledger.Closed(B, CloseOf(0, Plan.Topology, leavers: [D], voters: [A, B]));
        Assert.Contains("b closed round 0 with 2 votes, a minority", objections);
    }

    [Fact]
    public void A_silo_that_left_is_neither_merged_nor_counted_again()
    {
        AskToLeave(D);
        RoundClose first = CloseOf(0, Plan.Topology, leavers: [D]);
        ledger.Closed(A, first);
        ledger.Closed(A, CloseOf(1, first.Id, voters: [A, D]));

        Assert.Equal(
            ["a closed round 1 with votes that are none", "a closed round 1 with 1 votes, a minority", "a closed round 1 on the update of a silo that had left"],
            objections);
    }

    [Fact]
    public void A_leave_that_nobody_signed_or_that_leaves_too_few_is_noticed()
    {
        ledger.Closed(A, CloseOf(0, Plan.Topology, leavers: [B, C, D]));

        Assert.Equal(["a closed round 0 with a leave that nobody signed", "a closed round 0 and only 1 silos stay"], objections);
    }

    private void AskToLeave(int silo) => register.Add(SimulatedWorker.Sign(new Leave(Plan.Federation, Plan.Epoch, 0, Plan.Roster[silo], 1)));

    private RoundClose CloseOf(
        int round,
        Digest previous,
        string aggregate = "sum",
        int[]? origins = null,
        int[]? voters = null,
        IReadOnlyList<Equivocation>? evidence = null,
        int[]? leavers = null,
        bool isSigned = true)
    {
        origins ??= [A, B, C, D];
        List<HeldUpdate> updates = [];
        foreach (int origin in origins)
        {
            SignedRecord envelope = SimulatedWorker.Sign(EnvelopeOf(origin, round));
            updates.Add(new HeldUpdate(origin, envelope.Id));
            if (isSigned)
            {
                register.Add(envelope);
            }
        }

        ClosingProposal proposal = ClosingProposal.Of([], updates, evidence ?? [], OriginSet.Of(leavers ?? []), previous);
        PayloadManifest manifest = new(512, 256, 2, DigestOf($"{aggregate} root"));
        List<SignedRecord> votes = [.. (voters ?? [A, B, C]).Select(voter => SimulatedWorker.Sign(new Precommit(
            Plan.Federation, Plan.Epoch, round, Plan.Roster[voter], 0, proposal.Id, DigestOf(aggregate), manifest, 1, OriginSet.Of(origins))))];
        votes.ForEach(register.Add);
        return new RoundClose(proposal, 0, votes);
    }

    private void Require(bool holds, string otherwise) => objections.AddRange(holds ? [] : [otherwise]);
}
