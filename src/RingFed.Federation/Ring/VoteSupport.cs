using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Ring;

/// <summary>
/// Others' records that a silo's lock rests on: without them the proposal could not be judged, nor its proof shown, when
/// their origins are gone for ever and everyone else was restarted.
/// </summary>
internal static class VoteSupport
{
    /// <param name="leaveOf">The leave of a silo, by roster index, or null.</param>
    public static IReadOnlyList<SignedRecord> Of(VoteState state, RoundShelf shelf, Func<int, SignedRecord?> leaveOf)
    {
        Dictionary<Digest, SignedRecord> support = [];
        Collect(state.Lock, state.LockView, shelf, leaveOf, support);
        Collect(state.Good, state.GoodView, shelf, leaveOf, support);
        return [.. support.Values];
    }

    private static void Collect(
        ClosingProposal? proposal, int view, RoundShelf shelf, Func<int, SignedRecord?> leaveOf, Dictionary<Digest, SignedRecord> support)
    {
        if (proposal is null)
        {
            return;
        }

        IEnumerable<Digest> named = proposal.Haves
            .Concat(proposal.Updates.Select(update => update.Envelope))
            .Concat(proposal.Evidence.SelectMany(evidence => new[] { evidence.First, evidence.Second }));
        IEnumerable<SignedRecord> proof = shelf.PrevotesIn(view).Where(record => ((Prevote)record.Body).Proposal == proposal.Id);
        IEnumerable<SignedRecord?> leaves = proposal.Leavers.ToList().Select(leaveOf);
        foreach (SignedRecord record in named.Select(shelf.Find).Concat(leaves).OfType<SignedRecord>().Concat(proof))
        {
            support[record.Id] = record;
        }
    }
}
