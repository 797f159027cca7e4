using System.Buffers.Binary;

namespace RingFed.Federation.Messages;

/// <summary>
/// Proof that a round is closed: what was agreed, and a quorum's signed precommits for it in one view. Whoever holds the
/// roster's keys can check it; it is not signed itself.
/// </summary>
/// <param name="Precommits">A quorum or more, equal but for origin, ascending by origin.</param>
internal sealed record RoundClose(ClosingProposal Proposal, int View, IReadOnlyList<SignedRecord> Precommits)
{
    private Precommit Vote => (Precommit)Precommits[0].Body;

    public int Epoch => Vote.Epoch;

    public int Round => Vote.Round;

    public Digest Aggregate => Vote.Aggregate;

    public PayloadManifest Manifest => Vote.Manifest!;

    /// <summary>Roster indices whose updates the aggregate holds.</summary>
    public OriginSet Merged => Vote.Merged;

    /// <summary>
    /// Link of the chain of closes: of what was agreed, not of who was heard agreeing, so it is the same at every silo.
    /// SHA-256("ringfed/1/close" || epoch || round || proposal || aggregate), numbers in 4 bytes, big-endian.
    /// </summary>
    public Digest Id
    {
        get
        {
            byte[] numbers = new byte[2 * sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(numbers, Epoch);
            BinaryPrimitives.WriteInt32BigEndian(numbers.AsSpan(sizeof(int)), Round);
            return Digest.Of([.. "ringfed/1/close"u8, .. numbers, .. Proposal.Id.ToArray(), .. Aggregate.ToArray()]);
        }
    }
}
