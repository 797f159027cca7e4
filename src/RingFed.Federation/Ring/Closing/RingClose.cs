using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// Closes a round by quorum: Tendermint (Buchman, Kwon, Milosevic, arXiv 1807.04938), one instance a round, after the
/// rules R0 to R6 of RingClose. Silos agree on whose updates are merged and on the digest of the result; a silo that
/// stops, lies or is cut off is left out, and a minority never closes a round.
/// </summary>
/// <param name="restored">What was stored with the last record that this silo signed in the round.</param>
/// <param name="now">Timers start over here after a restart.</param>
internal sealed class RingClose(VoteState restored, long now, VotingRules? rules = null) : IClosingProtocol
{
    private VoteState state = restored;
    private ViewClock clock = new(now);
    private RoundBook? book;

    /// <summary>R3 has fired in this view: its result is awaited, to be precommitted to.</summary>
    private ProposalCheck? computing;

    private bool isHaveDue = restored is { View: >= 0, Haves: 0 };

    public ClosingAction Next(IRoundFacts facts, long now)
    {
        RoundBook round = Read(facts);
        if (round.Close(facts) is { } close)
        {
            return new ClosingAction.Decide(close);
        }

        if (round.Census.Fault(facts) is { } fault)
        {
            return new ClosingAction.Refuse(fault);
        }

        if (!MoveOn(round, facts, now))
        {
            return ClosingAction.Wait;
        }

        bool maySign = facts.MaySign && !facts.IsSigning && Remembers(round);
        Lock(round, facts);
        return (maySign ? SignHave(round, facts) ?? SignProposal(round, facts, now) ?? SignPrevote(round, facts, now) : null)
            ?? Compute(facts)
            ?? (maySign ? SignPrecommit(round, facts, now) : null)
            ?? Pull(round)
            ?? ClosingAction.Wait;
    }

    public ClosingOutlook Outlook(IRoundFacts facts, long now)
    {
        RoundBook round = book ?? new RoundBook(facts, rules ?? VotingRules.Standard);
        return new RoundOutlook(round, facts, state, clock, computing is not null).Describe();
    }

    private RoundBook Read(IRoundFacts facts)
    {
        if (book is null)
        {
            book = new RoundBook(facts, rules ?? VotingRules.Standard);
            book.Tally.Know(state.Lock);
            book.Tally.Know(state.Good);
        }

        book.Tally.Read(facts);
        return book;
    }

    /// <summary>R0, R5, and the view that others have reached.</summary>
    /// <returns>False while the first view has not begun.</returns>
    private bool MoveOn(RoundBook round, IRoundFacts facts, long now)
    {
        if (state.View < 0)
        {
            if (!round.Opening.Has(facts, round.Tally, now))
            {
                return false;
            }

            Start(0, now);
        }

        int reached = Math.Max(round.Tally.ReachedByWitnesses(state.View), round.Tally.OwnView);
        if (reached > state.View)
        {
            Start(reached, now);
        }

        if (round.Tally.In(state.View).Precommits.HasQuorum)
        {
            clock.PrecommitsAt ??= now;
        }

        // A quorum for nil leaves none for anything else in this view, so there is nothing to wait for.
        if (round.Tally.In(state.View).Precommits.HasNilQuorum || ViewClock.IsOver(clock.PrecommitsAt, state.View, facts, now))
        {
            Start(state.View + 1, now);
        }

        return true;
    }

    private void Start(int view, long now)
    {
        state = state with { View = view, Step = VoteStep.Propose };
        clock = new ViewClock(now);
        computing = null;
        isHaveDue = true;
    }

    /// <summary>
    /// Takes up own votes that are held and not in the state, as after they came back from other silos.
    /// </summary>
    /// <returns>
    /// False for a silo that has no vote, and while what this silo is locked on is not held: it cannot know what it may vote
    /// for.
    /// </returns>
    private bool Remembers(RoundBook round)
    {
        int self = round.Electorate.Plan.Self;
        if (!round.Electorate.Active.Contains(self))
        {
            return false;
        }

        if (round.Tally.OwnLock is { } own && own.View > state.LockView)
        {
            if (round.Tally.Proposal(own.Proposal) is not { } proposal)
            {
                return false;
            }

            state = state with { Lock = proposal, LockView = own.View };
        }

        ViewTally view = round.Tally.In(state.View);
        VoteStep said = view.Precommits.Voters.Contains(self) ? VoteStep.Precommit
            : view.Prevotes.Voters.Contains(self) ? VoteStep.Prevote : VoteStep.Before;
        state = said > state.Step ? state with { Step = said } : state;
        return true;
    }

    private ClosingAction? SignHave(RoundBook round, IRoundFacts facts)
    {
        if (!isHaveDue)
        {
            return null;
        }

        isHaveDue = false;
        return round.OwnHaves.Next(state, facts, round.Tally) is { } have
            ? Sign(have, state with { Haves = have.Sequence + 1 })
            : null;
    }

    /// <summary>R1.</summary>
    private ClosingAction? SignProposal(RoundBook round, IRoundFacts facts, long now)
    {
        if (state.Step != VoteStep.Propose
            || round.Electorate.Proposer(state.View) != facts.Plan.Self
            || round.Tally.In(state.View).Proposals.Count > 0)
        {
            return null;
        }

        DraftHaste haste = clock.HasteAt(now, state.View, facts);
        if (state.Good is { } good && round.Check(good, facts).Validity == Validity.Valid)
        {
            return Sign(round.Records.Propose(state.View, good, state.GoodView), state);
        }

        // A good proposal can lose its payloads in a crash before anyone committed to it: then another takes its place.
        return (state.Good is null || haste > DraftHaste.Patient)
            && round.Build(facts, haste) is { } draft
            && round.Check(draft, facts).Validity == Validity.Valid
                ? Sign(round.Records.Propose(state.View, draft, -1), state)
                : null;
    }

    /// <summary>R2.</summary>
    private ClosingAction? SignPrevote(RoundBook round, IRoundFacts facts, long now)
    {
        if (state.Step != VoteStep.Propose)
        {
            return null;
        }

        Validity judged = round.Tally.In(state.View).Proposals is [Propose first, ..] ? Judge(first, round, facts) : Validity.Unknown;
        if (judged == Validity.Unknown && !IsInVain(round, facts) && !ViewClock.IsOver(clock.StartedAt, state.View, facts, now))
        {
            return null;
        }

        Digest? choice = judged == Validity.Valid ? round.Tally.In(state.View).Proposals[0].Proposal.Id : null;
        return Sign(round.Records.Prevote(state.View, choice), state with { Step = VoteStep.Prevote });
    }

    /// <summary>
    /// Nobody can reach the proposer, so its view passes at once. Only while a quorum is reached: else statements of a
    /// healed partition, about everyone, would let views pass as fast as messages travel.
    /// </summary>
    private bool IsInVain(RoundBook round, IRoundFacts facts) =>
        facts.Absent.Contains(round.Electorate.Proposer(state.View))
        && round.Tally.In(state.View).Proposals.Count == 0
        && facts.Active.Except(facts.Absent).Count >= round.Electorate.Quorum;

    private Validity Judge(Propose proposed, RoundBook round, IRoundFacts facts)
    {
        if (proposed.ProofView < -1 || proposed.ProofView >= state.View || !round.Rules.LockAllows(state, proposed))
        {
            return Validity.Invalid;
        }

        return proposed.ProofView >= 0 && !round.Tally.In(proposed.ProofView).Prevotes.HasQuorumFor(proposed.Proposal.Id)
            ? Validity.Unknown
            : round.Check(proposed.Proposal, facts).Validity;
    }

    /// <summary>R3, up to the aggregate.</summary>
    private void Lock(RoundBook round, IRoundFacts facts)
    {
        bool isDone = state.GoodView == state.View && (computing is not null || state.Step == VoteStep.Precommit);
        if (isDone
            || state.Step < VoteStep.Prevote
            || round.Tally.In(state.View).Prevotes.Winner is not { } winner
            || round.Tally.Proposal(winner.Proposal) is not { } proposal
            || round.Check(proposal, facts) is not { Validity: Validity.Valid } check)
        {
            return;
        }

        state = state with { Good = proposal, GoodView = state.View };
        if (state.Step == VoteStep.Prevote)
        {
            state = state with { Lock = proposal, LockView = state.View };
            computing = check;
        }
    }

    private ClosingAction? Compute(IRoundFacts facts) =>
        computing is { Proposal: var proposal }
        && facts.AggregateOf(proposal.Id) is null
        && !facts.IsAggregating(proposal.Id)
            ? new ClosingAction.Aggregate(proposal, computing.Envelopes)
            : null;

    /// <summary>R3's end, and R4.</summary>
    private ClosingAction? SignPrecommit(RoundBook round, IRoundFacts facts, long now)
    {
        if (state.Step != VoteStep.Prevote)
        {
            return null;
        }

        if (computing is { Proposal: var proposal })
        {
            return facts.AggregateOf(proposal.Id) is { } aggregate
                ? Sign(round.Records.Precommit(state.View, proposal.Id, aggregate), state with { Step = VoteStep.Precommit })
                : null;
        }

        VoteCount prevotes = round.Tally.In(state.View).Prevotes;
        if (prevotes.HasQuorum)
        {
            clock.PrevotesAt ??= now;
        }

        return prevotes.HasNilQuorum || ViewClock.IsOver(clock.PrevotesAt, state.View, facts, now)
            ? Sign(round.Records.NilPrecommit(state.View), state with { Step = VoteStep.Precommit })
            : null;
    }

    private static ClosingAction.Pull? Pull(RoundBook round) =>
        round.TakeWanted() is { Count: > 0 } updates ? new ClosingAction.Pull(updates) : null;

    private ClosingAction.Sign Sign(RecordBody body, VoteState after)
    {
        state = after;
        return new ClosingAction.Sign(body, after);
    }
}
