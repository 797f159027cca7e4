using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Two ids that one silo signed for one place. The records themselves spread like all others.</summary>
/// <param name="Origin">Roster index.</param>
internal readonly record struct Equivocation(int Origin, RecordKind Kind, int Slot, Digest First, Digest Second);

/// <summary>
/// What a round would close on: V of RingClose. Immutable; two with equal <see cref="Id"/> are the same.
/// </summary>
internal sealed class ClosingProposal
{
    private ClosingProposal(
        IReadOnlyList<Digest> haves,
        IReadOnlyList<HeldUpdate> updates,
        IReadOnlyList<Equivocation> evidence,
        OriginSet leavers,
        Digest previous)
    {
        (Haves, Updates, Evidence, Leavers, Previous) = (haves, updates, evidence, leavers, previous);
        Id = Digest.Of([.. "ringfed/1/proposal"u8, .. Encode()]);
    }

    /// <summary>Ids of haves, one each of a quorum or more of silos, ascending by origin.</summary>
    public IReadOnlyList<Digest> Haves { get; }

    /// <summary>S: what is to be merged, ascending by origin. Follows from the haves and the evidence.</summary>
    public IReadOnlyList<HeldUpdate> Updates { get; }

    /// <summary>New since the last close, ascending by origin.</summary>
    public IReadOnlyList<Equivocation> Evidence { get; }

    /// <summary>Silos whose leave takes effect with this close.</summary>
    public OriginSet Leavers { get; }

    /// <summary>Id of the close before; of the first round, the topology's digest.</summary>
    public Digest Previous { get; }

    /// <summary>SHA-256("ringfed/1/proposal" || canonical bytes).</summary>
    public Digest Id { get; }

    public static ClosingProposal Of(
        IReadOnlyList<Digest> haves,
        IReadOnlyList<HeldUpdate> updates,
        IReadOnlyList<Equivocation> evidence,
        OriginSet leavers,
        Digest previous) => new(haves, updates, evidence, leavers, previous);

    /// <summary>Whose updates are to be merged.</summary>
    public OriginSet Origins => OriginSet.Of(Updates.Select(update => update.Origin));

    /// <summary>Canonical bytes: [[have...], [[origin, envelope]...], [[origin, kind, slot, first, second]...], leavers, previous].</summary>
    public byte[] Encode()
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        Write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.WriteArrayHeader(Haves.Count);
        foreach (Digest have in Haves)
        {
            writer.Write(have);
        }

        writer.WriteArrayHeader(Updates.Count);
        foreach (HeldUpdate update in Updates)
        {
            writer.WriteArrayHeader(2);
            writer.Write(update.Origin);
            writer.Write(update.Envelope);
        }

        writer.WriteArrayHeader(Evidence.Count);
        foreach (Equivocation evidence in Evidence)
        {
            writer.WriteArrayHeader(5);
            writer.Write(evidence.Origin);
            writer.Write((byte)evidence.Kind);
            writer.Write(evidence.Slot);
            writer.Write(evidence.First);
            writer.Write(evidence.Second);
        }

        writer.Write(Leavers);
        writer.Write(Previous);
    }

    public override string ToString() => $"{Id} of updates {Origins}";
}
