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
    private const int Fields = 5;
    private const int FieldsAtEpochEnd = 6;

    private ClosingProposal(
        IReadOnlyList<Digest> haves,
        IReadOnlyList<HeldUpdate> updates,
        IReadOnlyList<Equivocation> evidence,
        OriginSet leavers,
        Digest previous,
        Digest next)
    {
        (Haves, Updates, Evidence, Leavers, Previous, Next) = (haves, updates, evidence, leavers, previous, next);
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

    /// <summary>Digest of the topology of the next epoch, which begins with the next round; none when the epoch goes on.</summary>
    public Digest Next { get; }

    /// <summary>The round that closes on it is the last of its epoch.</summary>
    public bool EndsEpoch => Next != Digest.None;

    /// <summary>SHA-256("ringfed/1/proposal" || canonical bytes).</summary>
    public Digest Id { get; }

    public static ClosingProposal Of(
        IReadOnlyList<Digest> haves,
        IReadOnlyList<HeldUpdate> updates,
        IReadOnlyList<Equivocation> evidence,
        OriginSet leavers,
        Digest previous,
        Digest next = default) => new(haves, updates, evidence, leavers, previous, next);

    /// <summary>Whose updates are to be merged.</summary>
    public OriginSet Origins => OriginSet.Of(Updates.Select(update => update.Origin));

    /// <summary>Canonical bytes: [[have...], [[origin, envelope]...], [[origin, kind, slot, first, second]...], leavers, previous],
    /// and a sixth field, the next epoch, where there is one.</summary>
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
        writer.WriteArrayHeader(EndsEpoch ? FieldsAtEpochEnd : Fields);
        writer.WriteArrayHeader(Haves.Count);
        foreach (Digest have in Haves)
        {
            writer.Write(have);
        }

        HeldUpdates.Write(ref writer, Updates);
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
        if (EndsEpoch)
        {
            writer.Write(Next);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and no other bytes for the same content.</summary>
    /// <exception cref="WireException">Malformed, too many, out of order, or something twice.</exception>
    public static ClosingProposal Read(ref MessagePackReader reader)
    {
        int fields = reader.RequireArrayUpTo(FieldsAtEpochEnd, "proposal");
        return fields < Fields
            ? throw new WireException(WireFaultCode.Malformed, $"a proposal has {fields} fields instead of {Fields} or {FieldsAtEpochEnd}")
            : new ClosingProposal(
            ReadHaves(ref reader),
            HeldUpdates.Read(ref reader, "updates"),
            ReadEvidence(ref reader),
            reader.RequireOrigins("leavers"),
            reader.RequireDigest("previous close"),
            fields == FieldsAtEpochEnd ? ReadNext(ref reader) : Digest.None);
    }

    public override string ToString() => $"{Id} of updates {Origins}";

    /// <summary>None has no field of its own, or there would be two encodings of it.</summary>
    private static Digest ReadNext(ref MessagePackReader reader) => reader.RequireDigest("next epoch") is var next && next != Digest.None
        ? next
        : throw new WireException(WireFaultCode.Malformed, "the next epoch is none");

    private static Digest[] ReadHaves(ref MessagePackReader reader)
    {
        Digest[] haves = new Digest[reader.RequireArrayUpTo(WireCaps.SilosMax, "haves")];
        HashSet<Digest> seen = new(haves.Length);
        for (int index = 0; index < haves.Length; index++)
        {
            haves[index] = reader.RequireDigest("have");
            if (!seen.Add(haves[index]))
            {
                throw new WireException(WireFaultCode.Malformed, "a have is named twice");
            }
        }

        return haves;
    }

    private static Equivocation[] ReadEvidence(ref MessagePackReader reader)
    {
        Equivocation[] evidence = new Equivocation[reader.RequireArrayUpTo(WireCaps.SilosMax, "evidence")];
        int last = -1;
        for (int index = 0; index < evidence.Length; index++)
        {
            evidence[index] = ReadEquivocation(ref reader, ref last);
        }

        return evidence;
    }

    private static Equivocation ReadEquivocation(ref MessagePackReader reader, ref int last)
    {
        reader.RequireArray(5, "equivocation");
        last = reader.RequireOriginAfter(last, "evidence");
        byte kind = reader.ReadByte();
        Equivocation one = new(
            last,
            (RecordKind)kind,
            (int)reader.RequireCount(MessageCaps.ViewMax, "slot"),
            reader.RequireDigest("first id"),
            reader.RequireDigest("second id"));
        return Enum.IsDefined(one.Kind) && one.First != one.Second
            ? one
            : throw new WireException(WireFaultCode.Malformed, $"two equal ids, or ids of records of kind {kind}, prove nothing");
    }
}
