using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>
/// Canonical bytes of records, and their ids. Each body is one MessagePack array with its fields in the order below;
/// the writer has one encoding a value and the reader takes no other, so equal statements have equal bytes.
/// <code>
/// envelope  [head..., payload kind, query, topology, layout, encoder, base, codec, manifest..., records, steps,
///            epsilon, last envelope, algorithm]
/// have      [head..., sequence, [[origin, envelope]...], algorithm]            ascending by origin
/// propose   [head..., view, proposal, proof view + 1, algorithm]               0 in place of the proof view: none
/// prevote   [head..., view, proposal id, algorithm]                            32 zero bytes: nil
/// precommit [head..., view, proposal id, aggregate, manifest..., algorithm, merged]
///        or [head..., view, algorithm]                                         nil
/// suspicion [head..., sequence, unreachable, algorithm]
/// leave     [head..., algorithm]
/// recall    [head..., sequence, nonce, algorithm]
/// recalled  [head..., of, sequence, nonce, is guarded, epsilon, [[round, kind, slot, id]...], algorithm]
/// assent    [head..., draft, algorithm]
/// opening   [head..., close, algorithm]
/// head       federation, epoch, round, origin          manifest  length, chunk bytes, chunk count, root
/// </code>
/// </summary>
internal static class RecordCodec
{
    /// <summary>SHA-256("ringfed/1/" kind || body): the kind as its name in lower case. The signature is outside.</summary>
    public static Digest IdOf(RecordKind kind, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> prefix = kind switch
        {
            RecordKind.Envelope => "ringfed/1/envelope"u8,
            RecordKind.Precommit => "ringfed/1/precommit"u8,
            RecordKind.Have => "ringfed/1/have"u8,
            RecordKind.Propose => "ringfed/1/propose"u8,
            RecordKind.Prevote => "ringfed/1/prevote"u8,
            RecordKind.Suspicion => "ringfed/1/suspicion"u8,
            RecordKind.Leave => "ringfed/1/leave"u8,
            RecordKind.Recall => "ringfed/1/recall"u8,
            RecordKind.Recalled => "ringfed/1/recalled"u8,
            RecordKind.Assent => "ringfed/1/assent"u8,
            RecordKind.Opening => "ringfed/1/opening"u8,
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
            case Envelope envelope: EnvelopeCodec.Write(ref writer, envelope); break;
            case Have have: StatementCodec.Write(ref writer, have); break;
            case Propose propose: VoteCodec.Write(ref writer, propose); break;
            case Prevote prevote: VoteCodec.Write(ref writer, prevote); break;
            case Precommit precommit: VoteCodec.Write(ref writer, precommit); break;
            case Suspicion suspicion: StatementCodec.Write(ref writer, suspicion); break;
            case Leave leave: StatementCodec.Write(ref writer, leave); break;
            case Recall recall: RecallCodec.Write(ref writer, recall); break;
            case Recalled answer: RecallCodec.Write(ref writer, answer); break;
            case Assent assent: EpochRecordCodec.Write(ref writer, assent); break;
            case Opening opening: EpochRecordCodec.Write(ref writer, opening); break;
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
            RecordKind.Envelope => EnvelopeCodec.Read(ref reader),
            RecordKind.Have => StatementCodec.ReadHave(ref reader),
            RecordKind.Propose => VoteCodec.ReadPropose(ref reader),
            RecordKind.Prevote => VoteCodec.ReadPrevote(ref reader),
            RecordKind.Precommit => VoteCodec.ReadPrecommit(ref reader),
            RecordKind.Suspicion => StatementCodec.ReadSuspicion(ref reader),
            RecordKind.Leave => StatementCodec.ReadLeave(ref reader),
            RecordKind.Recall => RecallCodec.ReadRecall(ref reader),
            RecordKind.Recalled => RecallCodec.ReadRecalled(ref reader),
            RecordKind.Assent => EpochRecordCodec.ReadAssent(ref reader),
            RecordKind.Opening => EpochRecordCodec.ReadOpening(ref reader),
            _ => throw new WireException(WireFaultCode.Malformed, $"record kind {(int)kind} is not known"),
        };
        reader.RequireEnd("record");
        return new SignedRecord(IdOf(kind, body.Span), record, body, signature);
    }

    public static void WriteHead(ref MessagePackWriter writer, RecordBody body)
    {
        writer.Write(body.Federation);
        writer.Write(body.Epoch);
        writer.Write(body.Round);
        writer.Write(body.Origin);
    }

    public static (string Federation, int Epoch, int Round, string Origin) ReadHead(ref MessagePackReader reader) => (
        reader.RequireRingName("federation"),
        (int)reader.RequireCount(int.MaxValue, "epoch"),
        (int)reader.RequireCount(MessageCaps.RoundMax, "round"),
        reader.RequireRingName("origin"));

    public static int ReadAlgorithm(ref MessagePackReader reader) => (int)reader.RequireCount(int.MaxValue, "algorithm");
}
