using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>
/// Canonical bytes of records, and their ids. Each body is one MessagePack array with its fields in the order below;
/// the writer has one encoding a value, so equal statements have equal bytes.
/// <code>
/// envelope  [federation, epoch, round, origin, payload kind, query, topology, layout, encoder, base, codec,
///            length, chunk bytes, chunk count, root, records, steps, epsilon, last envelope, algorithm]
/// precommit [federation, epoch, round, origin, view, updates, aggregate, length, chunk bytes, chunk count, root,
///            algorithm, merged]
/// </code>
/// </summary>
internal static class RecordCodec
{
    private const int EnvelopeFields = 20;
    private const int PrecommitFields = 13;

    /// <summary>SHA-256("ringfed/1/" kind || body): the kind as its name in lower case. The signature is outside.</summary>
    public static Digest IdOf(RecordKind kind, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> prefix = kind switch
        {
            RecordKind.Envelope => "ringfed/1/envelope"u8,
            RecordKind.Precommit => "ringfed/1/precommit"u8,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of record"),
        };
        byte[] input = new byte[prefix.Length + body.Length];
        prefix.CopyTo(input);
        body.CopyTo(input.AsSpan(prefix.Length));
        return Digest.Of(input);
    }

    public static byte[] Encode(RecordBody body)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        switch (body)
        {
            case Envelope envelope: Write(ref writer, envelope); break;
            case Precommit precommit: Write(ref writer, precommit); break;
            default: throw new ArgumentOutOfRangeException(nameof(body), body, "no such kind of record");
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; the bytes are kept as they came.</summary>
    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static SignedRecord Decode(RecordKind kind, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> signature)
    {
        MessagePackReader reader = new(body);
        RecordBody record = kind switch
        {
            RecordKind.Envelope => ReadEnvelope(ref reader),
            RecordKind.Precommit => ReadPrecommit(ref reader),
            _ => throw new WireException(WireFaultCode.Malformed, $"record kind {(int)kind} is not known"),
        };
        reader.RequireEnd("record");
        return new SignedRecord(IdOf(kind, body.Span), record, body, signature);
    }

    private static void Write(ref MessagePackWriter writer, Envelope envelope)
    {
        writer.WriteArrayHeader(EnvelopeFields);
        WriteHead(ref writer, envelope);
        writer.Write((byte)envelope.PayloadKind);
        writer.Write(envelope.Query);
        writer.Write(envelope.Topology);
        writer.Write(envelope.Layout);
        writer.Write(envelope.Encoder);
        writer.Write(envelope.Base);
        writer.Write(envelope.Codec);
        writer.Write(envelope.Payload);
        writer.Write(envelope.Records);
        writer.Write(envelope.Steps);
        writer.Write(envelope.EpsilonSpent);
        writer.Write(envelope.LastEnvelope);
        writer.Write(envelope.Algorithm);
    }

    private static Envelope ReadEnvelope(ref MessagePackReader reader)
    {
        reader.RequireArray(EnvelopeFields, "envelope");
        (string federation, int epoch, int round, string origin) = ReadHead(ref reader);
        return new Envelope(
            federation,
            epoch,
            round,
            origin,
            reader.ReadByte() switch
            {
                (byte)PayloadKind.Statistic => PayloadKind.Statistic,
                (byte)PayloadKind.Parameters => PayloadKind.Parameters,
                byte other => throw new WireException(WireFaultCode.Malformed, $"payload kind {other} is not known"),
            },
            reader.RequireString(WireCaps.NameBytesMax, "query"),
            reader.RequireDigest("topology"),
            reader.RequireDigest("layout"),
            reader.RequireDigest("encoder"),
            reader.RequireDigest("base"),
            reader.RequireString(WireCaps.NameBytesMax, "codec"),
            reader.RequireManifest(),
            reader.RequireCount(long.MaxValue, "records"),
            reader.RequireCount(long.MaxValue, "steps"),
            RequireEpsilon(reader.ReadDouble()),
            reader.RequireDigest("last envelope"),
            (int)reader.RequireCount(int.MaxValue, "algorithm"));
    }

    private static void Write(ref MessagePackWriter writer, Precommit precommit)
    {
        writer.WriteArrayHeader(PrecommitFields);
        WriteHead(ref writer, precommit);
        writer.Write(precommit.View);
        writer.Write(precommit.Proposal);
        writer.Write(precommit.Aggregate);
        writer.Write(precommit.Manifest!);
        writer.Write(precommit.Algorithm);
        writer.Write(precommit.Merged);
    }

    private static Precommit ReadPrecommit(ref MessagePackReader reader)
    {
        reader.RequireArray(PrecommitFields, "precommit");
        (string federation, int epoch, int round, string origin) = ReadHead(ref reader);
        return new Precommit(
            federation,
            epoch,
            round,
            origin,
            (int)reader.RequireCount(int.MaxValue, "view"),
            reader.RequireDigest("updates"),
            reader.RequireDigest("aggregate"),
            reader.RequireManifest(),
            (int)reader.RequireCount(int.MaxValue, "algorithm"),
            reader.RequireOrigins("merged"));
    }

    private static void WriteHead(ref MessagePackWriter writer, RecordBody body)
    {
        writer.Write(body.Federation);
        writer.Write(body.Epoch);
        writer.Write(body.Round);
        writer.Write(body.Origin);
    }

    private static (string Federation, int Epoch, int Round, string Origin) ReadHead(ref MessagePackReader reader) => (
        reader.RequireRingName("federation"),
        (int)reader.RequireCount(int.MaxValue, "epoch"),
        (int)reader.RequireCount(MessageCaps.RoundMax, "round"),
        reader.RequireRingName("origin"));

    public static double RequireEpsilon(double epsilon) => double.IsFinite(epsilon) && epsilon >= 0
        ? epsilon
        : throw new WireException(WireFaultCode.Malformed, $"epsilon {epsilon} is not a budget");
}
