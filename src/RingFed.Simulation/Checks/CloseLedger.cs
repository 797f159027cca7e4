using RingFed.Federation.Messages;
using RingFed.Federation.Topology;

namespace RingFed.Simulation.Checks;

/// <summary>
/// Every close of every silo, against those of the others and against what RingClose promises: one result a round, a
/// quorum of signed equal votes behind it, an unbroken chain, and the updates in enough honest hands.
/// </summary>
/// <param name="holds">Whether an honest silo holds an update now, in memory or on the disk; false for a liar.</param>
internal sealed class CloseLedger(
    IReadOnlyList<string> roster, int byzantine, Digest topology, SignatureRegister register, Func<int, Envelope, bool> holds, Action<bool, string> require)
{
    private readonly List<RoundClose> chain = [];
    private readonly int[] closed = [.. Enumerable.Repeat(-1, roster.Count)];
    private readonly int[] stored = [.. Enumerable.Repeat(-1, roster.Count)];

    /// <summary>Last round that each silo closed.</summary>
    public IReadOnlyList<int> ClosedBySilo => closed;

    /// <summary>
    /// The silo starts after the last round of which it stored the result, or an earlier one when a backup of its disk was
    /// put back. Rounds that it skipped after that it closes once more, so the next close it stores is exactly the one
    /// after this, and is held against what everyone closed there first.
    /// </summary>
    public void Restored(int silo, int last)
    {
        require(last <= stored[silo], $"{roster[silo]} starts after round {last} and stored results up to {stored[silo]}");
        closed[silo] = stored[silo] = last;
    }

    /// <summary>The silo stored this close.</summary>
    public void Closed(int silo, RoundClose close, bool hasResult = true)
    {
        require(close.Round == closed[silo] + 1, $"{roster[silo]} closed round {close.Round} after {closed[silo]}");
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
        }
    }

    private void RequireSame(int silo, RoundClose close, RoundClose first)
    {
        require(close.Proposal.Id == first.Proposal.Id, $"{roster[silo]} closed round {close.Round} on other updates");
        require(close.Aggregate == first.Aggregate, $"{roster[silo]} closed round {close.Round} with another aggregate");
        require(close.Merged == first.Merged, $"{roster[silo]} closed round {close.Round} with other silos merged");
        RequireQuorum(silo, close);
    }

    private void RequireFounded(int silo, RoundClose close)
    {
        string where = $"{roster[silo]} closed round {close.Round}";
        RequireQuorum(silo, close);
        require(close.Proposal.Previous == (chain.Count == 0 ? topology : chain[^1].Id), $"{where} on another chain");
        IReadOnlyList<HeldUpdate> updates = close.Proposal.Updates;
        require(updates.Select(update => update.Origin).Distinct().Count() == updates.Count, $"{where} and counted an update twice");
        require(updates.Count >= QuorumNow().Votes, $"{where} on the updates of {updates.Count} silos");
        require(close.Merged.ToList().All(close.Proposal.Origins.Contains), $"{where} and merged what was not agreed");
        OriginSet convicted = OriginSet.Of(chain.SelectMany(earlier => earlier.Proposal.Evidence).Select(evidence => evidence.Origin).Distinct());
        require((close.Proposal.Origins.Bits & convicted.Bits) == 0, $"{where} on the update of a silo that was convicted before");
        RequireHeld(where, updates);
    }

    private void RequireQuorum(int silo, RoundClose close)
    {
        string where = $"{roster[silo]} closed round {close.Round}";
        IEnumerable<SignedRecord> votes = close.Precommits.Where(vote =>
            register.Holds(vote)
            && vote.Body is Precommit precommit
            && roster.Contains(precommit.Origin)
            && (precommit.Round, precommit.View, precommit.Proposal, precommit.Aggregate, precommit.Merged)
                == (close.Round, close.View, close.Proposal.Id, close.Aggregate, close.Merged));
        int count = votes.Select(vote => vote.Body.Origin).Distinct().Count();
        require(count == close.Precommits.Count, $"{where} with votes that are none");
        require(count >= QuorumNow().Votes, $"{where} with {count} votes, a minority");
    }

    /// <summary>Close implies that at least q - f honest silos hold all updates. Asked at the first close of a round: later ones let go of them.</summary>
    private void RequireHeld(string where, IReadOnlyList<HeldUpdate> updates)
    {
        List<Envelope> envelopes = [.. updates.Select(update => register.EnvelopeOf(update.Envelope)).OfType<Envelope>()];
        require(envelopes.Count == updates.Count, $"{where} on an update that nobody signed");
        int holders = Enumerable.Range(0, roster.Count).Count(other => envelopes.All(envelope => holds(other, envelope)));
        Quorum quorum = QuorumNow();
        require(holders >= quorum.Votes - quorum.Byzantine, $"{where} on updates that {holders} honest silos hold");
    }

    /// <summary>Over the silos that have not left.</summary>
    private Quorum QuorumNow()
    {
        int left = OriginSet.Of(chain.SelectMany(close => close.Proposal.Leavers.ToList()).Distinct()).ToList().Count;
        int active = roster.Count - left;
        return new Quorum(active, Math.Min(byzantine, new Quorum(active, 0).ByzantineMax));
    }
}
