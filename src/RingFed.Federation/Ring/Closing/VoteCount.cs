using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// Votes of one kind in one view, counted as they come. A silo that voted twice counts for both.
/// </summary>
/// <param name="liarsCountForAll">
/// A silo that voted twice counts for everything: it may have signed for it too, and the third vote of one place is kept
/// by nobody. Without this, a liar could show the votes that complete a quorum to one silo only, and it would stay locked
/// on what it can prove to no other. Nothing is lost: that liars vote for both sides is what the quorum is made for.
/// </param>
internal sealed class VoteCount(Electorate electorate, bool liarsCountForAll)
{
    private readonly List<(Ballot Ballot, OriginSet Voters)> ballots = [];
    private int read;

    /// <summary>Silos that voted, for whatever.</summary>
    public OriginSet Voters { get; private set; }

    public OriginSet NilVoters { get; private set; }

    /// <summary>Silos that voted twice.</summary>
    public OriginSet Liars { get; private set; }

    /// <summary>Votes of one silo that contradict each other.</summary>
    public List<Equivocation> Evidence { get; } = [];

    /// <summary>The ballot, not nil, that a quorum is for; null while there is none.</summary>
    public Ballot? Winner { get; private set; }

    public bool HasQuorum => Voters.Count >= electorate.Quorum;

    public bool HasNilQuorum => NilVoters.Count >= electorate.Quorum;

    public bool HasQuorumFor(Digest proposal) => IsQuorum(VotersFor(proposal));

    public OriginSet VotersFor(Digest proposal)
    {
        OriginSet voters = default;
        foreach ((Ballot ballot, OriginSet of) in ballots)
        {
            voters = ballot.Proposal == proposal ? voters.Union(of) : voters;
        }

        return voters;
    }

    /// <returns>What the silo voted for; null when it did not, or for nil.</returns>
    public Digest? ChoiceOf(int origin)
    {
        int index = ballots.FindIndex(counted => counted.Voters.Contains(origin));
        return index < 0 ? null : ballots[index].Ballot.Proposal;
    }

    /// <summary>Counts those at the end of the list that were not there before.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Read(IReadOnlyList<SignedRecord> votes)
    {
        int before = read;
        for (; read < votes.Count; read++)
        {
            int origin = electorate.IndexOf(votes[read].Body.Origin);
            if (origin >= 0 && Ballot.Of(votes[read].Body) is { } ballot)
            {
                NoteSecond(votes, origin);
                Voters = Voters.With(origin);
                Count(origin, ballot);
            }
        }

        return read > before;
    }

    /// <summary>The records behind the ballot, ascending by origin.</summary>
    public SignedRecord[] Certificate(Ballot ballot, IReadOnlyList<SignedRecord> votes)
    {
        SortedList<int, SignedRecord> certificate = [];
        for (int index = 0; index < votes.Count; index++)
        {
            int origin = electorate.IndexOf(votes[index].Body.Origin);
            if (origin >= 0 && Ballot.Of(votes[index].Body) == ballot)
            {
                certificate.TryAdd(origin, votes[index]);
            }
        }

        return [.. certificate.Values];
    }

    private void Count(int origin, Ballot ballot)
    {
        if (ballot.IsNil)
        {
            NilVoters = NilVoters.With(origin);
        }
        else if (ballots.FindIndex(counted => counted.Ballot == ballot) is >= 0 and int index)
        {
            ballots[index] = (ballot, ballots[index].Voters.With(origin));
        }
        else
        {
            ballots.Add((ballot, default(OriginSet).With(origin)));
        }

        FindWinner();
    }

    private void FindWinner()
    {
        int index = Winner is null ? ballots.FindIndex(counted => IsQuorum(counted.Voters)) : -1;
        if (index >= 0)
        {
            Winner = ballots[index].Ballot;
        }
    }

    /// <summary>More liars than planned for are counted as what they said and no more: then nothing is certain.</summary>
    private bool IsQuorum(OriginSet voters)
    {
        bool areLiarsAdded = liarsCountForAll && Liars.Count <= electorate.Byzantine && !voters.IsEmpty;
        return (areLiarsAdded ? voters.Union(Liars) : voters).Count >= electorate.Quorum;
    }

    private void NoteSecond(IReadOnlyList<SignedRecord> votes, int origin)
    {
        if (!Voters.Contains(origin))
        {
            return;
        }

        SignedRecord second = votes[read];
        SignedRecord first = votes.First(vote => vote.Body.Origin == second.Body.Origin);
        if (first.Id != second.Id)
        {
            Liars = Liars.With(origin);
            Evidence.Add(new Equivocation(origin, second.Kind, second.Body.Slot, first.Id, second.Id));
        }
    }
}
