using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>What a silo waits for while it closes a round, in terms of an operator.</summary>
internal sealed class RoundOutlook(RoundBook round, IRoundFacts facts, VoteState state, ViewClock clock, bool isComputing)
{
    private Electorate Electorate => round.Electorate;

    private ViewTally View => round.Tally.In(state.View);

    private string NextView => $"view {state.View + 1} begins, {NameOf(Electorate.Proposer(state.View + 1))} proposes";

    public ClosingOutlook Describe() => state.Step switch
    {
        _ when round.Tally.Decided is not null => Close(),
        VoteStep.Before => Updates(),
        VoteStep.Propose => View.Proposals.Count > 0 ? Payloads(View.Proposals[0]) : Proposal(),
        VoteStep.Prevote when isComputing => Aggregate(),
        VoteStep.Prevote => Votes("prevotes", View.Prevotes, clock.PrevotesAt, "this silo votes for going on to the next view"),
        _ => Votes("precommits", View.Precommits, clock.PrecommitsAt, NextView),
    };

    private ClosingOutlook Close() => Of(
        0, 1, default, "the proposal that a quorum has decided on", null, "a neighbour that closed the round sends its close");

    private ClosingOutlook Updates()
    {
        OriginSet awaited = round.Opening.Awaited(facts);
        OriginSet missing = RoundOpening.MissingOf(awaited, facts);
        return Of(
            awaited.Count - missing.Count,
            awaited.Count,
            missing,
            "updates",
            facts.StartedAt + facts.Plan.RoundDeadlineMs,
            "the round closes without those who are missing");
    }

    private ClosingOutlook Proposal()
    {
        int proposer = Electorate.Proposer(state.View);
        OriginSet silent = Electorate.Active.Except(round.Tally.Stated);
        return proposer == facts.Plan.Self
            ? Of(round.Tally.Stated.Count, Electorate.Quorum, silent, "statements of what silos hold", ProposalEnd, "this silo votes for no proposal")
            : Of(0, 1, default(OriginSet).With(proposer), $"a proposal of {NameOf(proposer)}", ProposalEnd, "this silo votes for no proposal");
    }

    private ClosingOutlook Payloads(Propose proposed)
    {
        OriginSet origins = proposed.Proposal.Origins;
        OriginSet missing = RoundOpening.MissingOf(origins, facts);
        return Of(origins.Count - missing.Count, origins.Count, missing, "what is proposed", ProposalEnd, "this silo votes for no proposal");
    }

    private ClosingOutlook Aggregate() =>
        Of(0, 1, default(OriginSet).With(facts.Plan.Self), "the aggregate computed here", null, "this silo votes for it");

    private ClosingOutlook Votes(string what, VoteCount votes, long? since, string next) => Of(
        votes.Voters.Count,
        Electorate.Quorum,
        Electorate.Active.Except(votes.Voters),
        what,
        since is { } from ? from + ViewClock.LengthOf(state.View, facts) : null,
        since is null ? $"{next}, once {Electorate.Quorum} silos have voted" : next);

    private long ProposalEnd => clock.StartedAt + ViewClock.LengthOf(state.View, facts);

    private ClosingOutlook Of(int have, int need, OriginSet missing, string what, long? nextAt, string next) =>
        new(state.View, state.Step, have, need, missing, what, nextAt, next);

    private string NameOf(int origin) => facts.Plan.Roster[origin];
}
