using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring.Epochs;

/// <summary>Drafts of epoch 2 for the ring a, b, c, d, and who agrees to them.</summary>
internal static class EpochBench
{
    /// <summary>The same silos the other way round.</summary>
    public static EpochDraft Reordered { get; } = DraftOf("d", "c", "b", "a");

    public static EpochDraft DraftOf(params string[] roster) => new(
        DigestOf("draft " + string.Concat(roster)), Plan.Epoch + 1, Plan.Topology, roster, 0, 5, "text of " + string.Concat(roster));

    public static SignedRecord AssentOf(int silo, EpochDraft draft, int round = 0) =>
        Sign(new Assent(Plan.Federation, Plan.Epoch, round, Plan.Roster[silo], draft.Topology, 1));

    /// <summary>A restarted silo that holds the text.</summary>
    public static RestoredState Holding(EpochDraft draft, SignedRecord? assent = null) => Fresh with { Drafts = [new StoredDraft(draft, assent)] };

    /// <summary>What everyone merges in round 0 as the last of the epoch.</summary>
    public static ClosingProposal EndingWith(EpochDraft draft) =>
        ClosingProposal.Of(Proposal.Haves, Proposal.Updates, [], default, Plan.Topology, draft.Topology);

    /// <summary>The other three agree to the draft.</summary>
    public static void TakeAssents(this SessionBench bench, int link, EpochDraft draft)
    {
        foreach (int silo in new[] { A, C, D })
        {
            bench.Take(link, AssentOf(silo, draft));
        }
    }
}
