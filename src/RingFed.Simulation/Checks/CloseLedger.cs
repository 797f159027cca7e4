using RingFed.Federation.Messages;
using RingFed.Federation.Topology;
using RingFed.Simulation.Epochs;

namespace RingFed.Simulation.Checks;

/// <summary>
/// Every close of every silo, against those of the others and against what RingClose promises: one result a round, a
/// quorum of signed equal votes behind it, an unbroken chain, the updates in enough honest hands, and nothing of a silo
/// that has left.
/// </summary>
/// <param name="silos">Names of all machines, also of those that are in no roster yet.</param>
/// <param name="holds">Whether an honest silo holds an update now, in memory or on the disk; false for a liar.</param>
internal sealed class CloseLedger(
    IReadOnlyList<string> silos, EpochLedger epochs, SignatureRegister register, Func<int, Envelope, bool> holds, Action<bool, string> require)
{
    private readonly List<RoundClose> chain = [];
    private readonly List<OriginSet> active = [OriginSet.All(epochs.Newest.Roster.Count)];
    private readonly Digest founding = epochs.Newest.Topology;
    private HashSet<string> staying = [.. epochs.Newest.Roster];
    private readonly int[] closed = [.. Enumerable.Repeat(-1, silos.Count)];
    private readonly int[] stored = [.. Enumerable.Repeat(-1, silos.Count)];

    /// <summary>Last round that each silo closed.</summary>
    public IReadOnlyList<int> ClosedBySilo => closed;

    /// <summary>
    /// The silo starts after the last round of which it stored the result, or an earlier one when a backup of its disk was
    /// put back. Rounds that it skipped after that it closes once more, so the next close it stores is exactly the one
    /// after this, and is held against what everyone closed there first.
    /// </summary>
    public void Restored(int silo, int last)
    {
        require(last <= stored[silo], $"{silos[silo]} starts after round {last} and stored results up to {stored[silo]}");
        closed[silo] = stored[silo] = last;
    }

    /// <summary>The silo is in the newest epoch and has not left.</summary>
    public bool IsActive(int silo) => staying.Contains(silos[silo]);

    /// <summary>Names of the silos that have not left when the round, which someone closed, is closed; -1 for the founding ones.</summary>
    public IEnumerable<string> ActiveAfter(int round)
    {
        IReadOnlyList<string> roster = epochs.TermsOf(round + 1).Roster;
        return active[round + 1].ToList().Select(place => roster[place]);
    }

    /// <summary>The silo stored this close.</summary>
    public void Closed(int silo, RoundClose close, bool hasResult = true)
    {
        require(close.Round == closed[silo] + 1, $"{silos[silo]} closed round {close.Round} after {closed[silo]}");
        closed[silo] = close.Round;
        stored[silo] = hasResult ? close.Round : stored[silo];
        if (close.Round < chain.Count)
        {
            RequireSame(silo, close, chain[close.Round]);
        }
        else if (close.Round == chain.Count)
        {
            RequireFounded(silo, close);
            chain.Add(close);
            active.Add(close.Proposal.EndsEpoch ? OriginSet.All(epochs.Newest.Roster.Count) : active[^1].Except(close.Proposal.Leavers));
            staying = [.. ActiveAfter(close.Round)];
        }
    }

    /// <summary>The silo, which is new in its epoch, took these for the rounds before it.</summary>
    public void Entered(int silo, IReadOnlyList<RoundClose> closes)
    {
        require(closes.Count <= chain.Count, $"{silos[silo]} entered with {closes.Count} rounds, and {chain.Count} are closed");
        foreach ((RoundClose close, RoundClose first) in closes.Zip(chain))
        {
            require(close.Id == first.Id, $"{silos[silo]} entered with another close of round {first.Round}");
        }
    }

    private void RequireSame(int silo, RoundClose close, RoundClose first)
    {
        require(close.Proposal.Id == first.Proposal.Id, $"{silos[silo]} closed round {close.Round} on other updates");
        require(close.Aggregate == first.Aggregate, $"{silos[silo]} closed round {close.Round} with another aggregate");
        require(close.Merged == first.Merged, $"{silos[silo]} closed round {close.Round} with other silos merged");
        RequireQuorum(silo, close);
    }

    private void RequireFounded(int silo, RoundClose close)
    {
        string where = $"{silos[silo]} closed round {close.Round}";
        RequireQuorum(silo, close);
        require(close.Proposal.Previous == (chain.Count == 0 ? founding : chain[^1].Id), $"{where} on another chain");
        IReadOnlyList<HeldUpdate> updates = close.Proposal.Updates;
        require(updates.Select(update => update.Origin).Distinct().Count() == updates.Count, $"{where} and counted an update twice");
        require(updates.Count >= QuorumOf(close.Round).Votes, $"{where} on the updates of {updates.Count} silos");
        require(close.Merged.ToList().All(close.Proposal.Origins.Contains), $"{where} and merged what was not agreed");
        OriginSet convicted = OriginSet.Of(chain.Skip(epochs.BeginOf(close.Round)).SelectMany(earlier => earlier.Proposal.Evidence).Select(evidence => evidence.Origin).Distinct());
        require((close.Proposal.Origins.Bits & convicted.Bits) == 0, $"{where} on the update of a silo that was convicted before");
        require(close.Proposal.Origins.Except(active[close.Round]).IsEmpty, $"{where} on the update of a silo that had left");
        RequireLeavers(where, close);
        RequireHeld(where, close.Round, updates);
        if (close.Proposal.EndsEpoch)
        {
            epochs.Began(where, close, active[close.Round]);
        }
    }

    private void RequireLeavers(string where, RoundClose close)
    {
        OriginSet before = active[close.Round];
        OriginSet leavers = close.Proposal.Leavers;
        EpochTerms terms = epochs.TermsOf(close.Round);
        require(leavers.Except(before).IsEmpty, $"{where} with the leave of a silo that had left");
        require(leavers.ToList().All(origin => register.WantsToLeave(terms.Epoch, terms.Roster[origin])), $"{where} with a leave that nobody signed");
        require(
            leavers.IsEmpty || before.Except(leavers).Count >= Math.Max(2, (3 * QuorumOf(close.Round).Byzantine) + 1),
            $"{where} and only {before.Except(leavers).Count} silos stay");
    }

    private void RequireQuorum(int silo, RoundClose close)
    {
        string where = $"{silos[silo]} closed round {close.Round}";
        EpochTerms terms = epochs.TermsOf(close.Round);
        IEnumerable<SignedRecord> votes = close.Precommits.Where(vote =>
            register.Holds(vote)
            && vote.Body is Precommit precommit
            && terms.PlaceOf(precommit.Origin) is >= 0 and var origin
            && active[close.Round].Contains(origin)
            && (precommit.Epoch, precommit.Round, precommit.View, precommit.Proposal, precommit.Aggregate, precommit.Merged)
                == (terms.Epoch, close.Round, close.View, close.Proposal.Id, close.Aggregate, close.Merged));
        int count = votes.Select(vote => vote.Body.Origin).Distinct().Count();
        require(count == close.Precommits.Count, $"{where} with votes that are none");
        require(count >= QuorumOf(close.Round).Votes, $"{where} with {count} votes, a minority");
    }

    /// <summary>Close implies that at least q - f honest silos hold all updates. Asked at the first close of a round: later ones let go of them.</summary>
    private void RequireHeld(string where, int round, IReadOnlyList<HeldUpdate> updates)
    {
        List<Envelope> envelopes = [.. updates.Select(update => register.EnvelopeOf(update.Envelope)).OfType<Envelope>()];
        require(envelopes.Count == updates.Count, $"{where} on an update that nobody signed");
        int holders = Enumerable.Range(0, silos.Count).Count(other => envelopes.All(envelope => holds(other, envelope)));
        Quorum quorum = QuorumOf(round);
        require(holders >= quorum.Votes - quorum.Byzantine, $"{where} on updates that {holders} honest silos hold");
    }

    /// <summary>Over the silos that had not left before the round.</summary>
    private Quorum QuorumOf(int round)
    {
        int count = active[round].Count;
        return new Quorum(count, Math.Min(epochs.TermsOf(round).Byzantine, new Quorum(count, 0).ByzantineMax));
    }
}
