using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// What was said in a round, counted as it comes: each record is looked at once, so that asking again after every event
/// costs as much as there is new.
/// </summary>
internal sealed class RoundTally(Electorate electorate)
{
    private readonly Dictionary<int, ViewTally> views = [];
    private readonly List<int> order = [];
    private readonly Dictionary<Digest, ClosingProposal> proposals = [];
    private readonly SignedRecord?[] haves = new SignedRecord?[electorate.Plan.Silos];
    private readonly Dictionary<int, Equivocation> doubleVotes = [];
    private readonly HashSet<(int Origin, int Number)> haveNumbers = [];
    private int havesRead;

    /// <summary>Silos that have begun to close the round.</summary>
    public OriginSet Senders { get; private set; }

    /// <summary>Silos of which a have is held.</summary>
    public OriginSet Stated { get; private set; }

    /// <summary>Silos that signed two haves with one number: others may hold others of them.</summary>
    public OriginSet Contradicting { get; private set; }

    /// <summary>A quorum precommitted this, in this view; null while none has.</summary>
    public (int View, Ballot Ballot)? Decided { get; private set; }

    /// <summary>Newest precommit of this silo that is not nil: what it is locked on, whatever its disk says.</summary>
    public (int View, Digest Proposal) OwnLock { get; private set; } = (-1, Digest.None);

    /// <summary>Highest view in which this silo voted; -1 for none.</summary>
    public int OwnView { get; private set; } = -1;

    public void Know(ClosingProposal? proposal)
    {
        if (proposal is not null)
        {
            proposals.TryAdd(proposal.Id, proposal);
        }
    }

    public void Read(IRoundFacts facts)
    {
        ReadHaves(facts.Haves);
        IReadOnlyList<int> held = facts.Views;
        for (int index = 0; index < held.Count; index++)
        {
            ViewTally view = In(held[index]);
            if (view.Read(facts))
            {
                Take(held[index], view);
            }
        }
    }

    public ViewTally In(int view)
    {
        if (!views.TryGetValue(view, out ViewTally? tally))
        {
            views.Add(view, tally = new ViewTally(view, electorate));
            order.Insert(~order.BinarySearch(view), view);
        }

        return tally;
    }

    /// <returns>Null while no record with it is held.</returns>
    public ClosingProposal? Proposal(Digest id) => proposals.GetValueOrDefault(id);

    /// <summary>The silo's newest have, or null.</summary>
    public SignedRecord? HaveOf(int origin) => haves[origin];

    /// <summary>Highest view that so many silos as contain an honest one have reached; -1 for none.</summary>
    public int ReachedByWitnesses(int above)
    {
        OriginSet senders = default;
        for (int index = order.Count - 1; index >= 0 && order[index] > above; index--)
        {
            senders = senders.Union(views[order[index]].Senders);
            if (senders.Count >= electorate.Witnesses)
            {
                return order[index];
            }
        }

        return -1;
    }

    /// <summary>Silos that prevoted for the proposal, in whatever view.</summary>
    public OriginSet PrevotersOf(Digest proposal)
    {
        OriginSet voters = default;
        foreach (ViewTally view in views.Values)
        {
            voters = voters.Union(view.Prevotes.VotersFor(proposal));
        }

        return voters;
    }

    /// <summary>Two votes or proposals of the silo for one place, or null.</summary>
    public Equivocation? DoubleVoteOf(int origin) =>
        doubleVotes.TryGetValue(origin, out Equivocation found) ? found : null;

    private void ReadHaves(IReadOnlyList<SignedRecord> records)
    {
        for (; havesRead < records.Count; havesRead++)
        {
            SignedRecord record = records[havesRead];
            int origin = electorate.IndexOf(record.Body.Origin);
            if (origin < 0)
            {
                continue;
            }

            bool isSecond = !haveNumbers.Add((origin, record.Body.Slot));
            Contradicting = isSecond ? Contradicting.With(origin) : Contradicting;
            Stated = Stated.With(origin);
            Senders = Senders.With(origin);
            if (haves[origin] is not { } other || record.Body.Slot > other.Body.Slot)
            {
                haves[origin] = record;
            }
        }
    }

    private void Take(int number, ViewTally view)
    {
        Senders = Senders.Union(view.Senders);
        foreach (Propose proposal in view.Proposals)
        {
            Know(proposal.Proposal);
        }

        if (view.Precommits.Winner is { } winner)
        {
            Decided ??= (number, winner);
        }

        foreach (Equivocation found in view.Evidence)
        {
            doubleVotes.TryAdd(found.Origin, found);
        }

        TakeOwn(number, view);
    }

    private void TakeOwn(int number, ViewTally view)
    {
        int self = electorate.Plan.Self;
        if (number > OwnView && view.Senders.Contains(self))
        {
            OwnView = number;
        }

        if (number > OwnLock.View && view.Precommits.ChoiceOf(self) is { } own)
        {
            OwnLock = (number, own);
        }
    }
}
