using System.Buffers;
using System.Text.Json;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>Heads of the state files, MessagePack like the wire. Each names the federation, epoch and topology it belongs to.</summary>
internal static class StateFileCodec
{
    private const int RecordJsonBytesMax = 1024 * 1024;

    /// <summary>Own part: <c>[owner..., query, layout, encoder, base, codec, manifest..., records, steps, epsilon]</c>.</summary>
    public static byte[] Encode(StateOwner owner, OwnPart part) => Write((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(15);
        Write(ref writer, owner);
        writer.Write(part.Query);
        writer.Write(part.Layout);
        writer.Write(part.Encoder);
        writer.Write(part.Base);
        writer.Write(part.Codec);
        writer.Write(part.Payload);
        writer.Write(part.Records);
        writer.Write(part.Steps);
        writer.Write(part.EpsilonSpent);
    });

    public static OwnPart DecodePart(StateOwner owner, ReadOnlyMemory<byte> head)
    {
        MessagePackReader reader = new(head);
        reader.RequireArray(15, "own part");
        Require(ref reader, owner);
        return new OwnPart(
            reader.RequireString(WireCaps.NameBytesMax, "query"),
            reader.RequireDigest("layout"),
            reader.RequireDigest("encoder"),
            reader.RequireDigest("base"),
            reader.RequireString(WireCaps.NameBytesMax, "codec"),
            reader.RequireManifest(),
            reader.RequireCount(long.MaxValue, "records"),
            reader.RequireCount(long.MaxValue, "steps"),
            EnvelopeCodec.RequireEpsilon(reader.ReadDouble()));
    }

    /// <summary>Own record: <c>[owner..., kind, body, signature]</c>.</summary>
    public static byte[] Encode(StateOwner owner, SignedRecord record) => Write((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(6);
        Write(ref writer, owner);
        Write(ref writer, record);
    });

    public static SignedRecord DecodeRecord(StateOwner owner, ReadOnlyMemory<byte> head)
    {
        MessagePackReader reader = new(head);
        reader.RequireArray(6, "own record");
        Require(ref reader, owner);
        return ReadRecord(ref reader);
    }

    /// <summary>Close: <c>[owner..., round record as JSON, [[kind, body, signature]...]]</c>.</summary>
    public static byte[] Encode(StateOwner owner, RoundRecord round, IReadOnlyList<SignedRecord> certificate) =>
        Write((ref MessagePackWriter writer) =>
        {
            writer.WriteArrayHeader(5);
            Write(ref writer, owner);
            writer.Write(JsonSerializer.SerializeToUtf8Bytes(round));
            writer.WriteArrayHeader(certificate.Count);
            foreach (SignedRecord record in certificate)
            {
                writer.WriteArrayHeader(3);
                Write(ref writer, record);
            }
        });

    public static (RoundRecord Round, IReadOnlyList<SignedRecord> Certificate) DecodeClose(StateOwner owner, ReadOnlyMemory<byte> head)
    {
        MessagePackReader reader = new(head);
        reader.RequireArray(5, "close");
        Require(ref reader, owner);
        byte[] json = reader.RequireBytesUpTo(RecordJsonBytesMax, "round record").ToArray();
        SignedRecord[] certificate = new SignedRecord[reader.RequireArrayUpTo(WireCaps.SilosMax, "certificate")];
        for (int index = 0; index < certificate.Length; index++)
        {
            reader.RequireArray(3, "vote");
            certificate[index] = ReadRecord(ref reader);
        }

        return certificate.Length > 0 && JsonSerializer.Deserialize<RoundRecord>(json) is { } round
            ? (round, certificate)
            : throw new WireException(WireFaultCode.Malformed, "a close without its record or its votes");
    }

    private delegate void HeadWriter(ref MessagePackWriter writer);

    private static byte[] Write(HeadWriter write)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(ref MessagePackWriter writer, StateOwner owner)
    {
        writer.Write(owner.Federation);
        writer.Write(owner.Epoch);
        writer.Write(owner.Topology);
    }

    private static void Require(ref MessagePackReader reader, StateOwner owner)
    {
        StateOwner found = new(
            reader.RequireString(WireCaps.NameBytesMax, "federation"),
            (int)reader.RequireCount(int.MaxValue, "epoch"),
            reader.RequireDigest("topology"));
        if (found != owner)
        {
            throw new ForeignStateException(found, owner);
        }
    }

    private static void Write(ref MessagePackWriter writer, SignedRecord record)
    {
        writer.Write((byte)record.Kind);
        writer.Write(record.Bytes.Span);
        writer.Write(record.Signature.Span);
    }

    private static SignedRecord ReadRecord(ref MessagePackReader reader)
    {
        RecordKind kind = (RecordKind)reader.ReadByte();
        return RecordCodec.Decode(
            kind,
            reader.RequireBytesUpTo(MessageCaps.RecordBodyBytesMax(kind), "body").ToArray(),
            reader.RequireBytesUpTo(MessageCaps.SignatureBytesMax, "signature").ToArray());
    }
}
