using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>
/// Bodies of the ring's frames. Arrays with a fixed number of fields in this order:
/// <code>
/// Hello       [version min, version max, federation, epoch, topology, silo, nonce]
/// Summary     [closed + 1, [record id...], [[round, origin, root, bitmap]...]]   in protocol 1
/// Summary     [the same..., [[round, kind, slot, id]...], epsilon]               in protocol 2
/// Progress    [closed + 1]
/// Envelope, Have, Propose, Prevote, Precommit, Suspicion, Leave, Recall, Recalled, Assent, Opening:
///             [body bytes, signature]
/// RoundClose  [proposal, body bytes of the first vote, its signature, [[origin, signature]...] of the others]
/// ClosesWanted [round]
/// ChunkWanted [round, origin, root, bitmap of chunks held]
/// RecordsWanted [record id...], from protocol 2 on
/// TopologyWanted [topology], from protocol 2 on
/// TopologyText [text], from protocol 2 on
/// NeighbourStanding [merged + 1, oldest + 1, heard + 1, heard epsilon, takes part, [[round, root, bitmap]...]], from protocol 2 on
/// Heartbeat   [is answer]                    in protocol 1
/// Heartbeat   [is answer, sequence, health]  in protocol 2
/// </code>
/// Chunks have their own codec, because their bytes go elsewhere.
/// </summary>
internal static class MessageCodec
{
    public static FrameType TypeOf(RingMessage message) => message switch
    {
        Hello => FrameType.Hello,
        Summary => FrameType.Summary,
        Progress => FrameType.Progress,
        RecordMessage { Record.Kind: var kind } => RecordFrames.TypeOf(kind),
        CloseMessage => FrameType.RoundClose,
        WantCloses => FrameType.ClosesWanted,
        Want => FrameType.ChunkWanted,
        WantRecords => FrameType.RecordsWanted,
        WantTopology => FrameType.TopologyWanted,
        TopologyText => FrameType.TopologyText,
        NeighbourStanding => FrameType.NeighbourStanding,
        Heartbeat => FrameType.Heartbeat,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "no such message"),
    };

    /// <summary>Writes a body as the protocol version of the link has it.</summary>
    public static void Encode(ref MessagePackWriter writer, (RingMessage Message, int Version) sent)
    {
        switch (sent.Message)
        {
            case Hello hello: Write(ref writer, hello); break;
            case Summary summary: Write(ref writer, summary, sent.Version); break;
            case Progress progress: WriteOne(ref writer, progress.Closed + 1); break;
            case RecordMessage { Record: var record }: WriteTwo(ref writer, record.Bytes.Span, record.Signature.Span); break;
            case CloseMessage { Close: var close }: CloseCodec.Write(ref writer, close); break;
            case WantCloses want: WriteOne(ref writer, want.From); break;
            case Want want: WriteWant(ref writer, want); break;
            case WantRecords want: WriteIds(ref writer, want.Ids); break;
            case WantTopology want: WriteOne(ref writer, want.Topology); break;
            case TopologyText topology: WriteOne(ref writer, topology.Text); break;
            case NeighbourStanding standing: standing.Write(ref writer); break;
            case Heartbeat beat: WriteBeat(ref writer, beat, sent.Version); break;
            default: throw new ArgumentOutOfRangeException(nameof(sent), sent, "no such message");
        }
    }

    /// <summary>Reads the body of any frame but chunk, goodbye and admission. Nothing of the frame's buffers is kept.</summary>
    /// <exception cref="WireException">Malformed, over a cap, or a frame that has no place in a session.</exception>
    public static RingMessage Decode(in Frame frame)
    {
        MessagePackReader reader = new(frame.Body);
        RingMessage message = frame.Type switch
        {
            FrameType.Hello => ReadHello(ref reader),
            FrameType.Summary => ReadSummary(ref reader, frame.Header.Version),
            FrameType.Progress => ReadProgress(ref reader),
            FrameType.RoundClose => new CloseMessage(CloseCodec.Read(ref reader)),
            FrameType.ClosesWanted => ReadWantCloses(ref reader),
            FrameType.ChunkWanted => ReadWant(ref reader),
            FrameType.RecordsWanted when frame.Header.Version >= WantRecords.ProtocolOldest => new WantRecords(ReadIds(ref reader, MessageCaps.RecordsPerRequestMax)),
            FrameType.TopologyWanted when frame.Header.Version >= WantTopology.ProtocolOldest => ReadWantTopology(ref reader),
            FrameType.TopologyText when frame.Header.Version >= WantTopology.ProtocolOldest => ReadTopologyText(ref reader),
            FrameType.NeighbourStanding when frame.Header.Version >= NeighbourStanding.ProtocolOldest => NeighbourStanding.Read(ref reader),
            FrameType.Heartbeat => ReadBeat(ref reader, frame.Header.Version),
            _ when RecordFrames.KindOf(frame.Type) is { } kind => ReadRecord(ref reader, kind),
            _ => throw new WireException(WireFaultCode.UnexpectedFrame, $"a {frame.Type} frame has no place in a session"),
        };
        reader.RequireEnd(frame.Type.ToString());
        return message;
    }

    private static void Write(ref MessagePackWriter writer, Hello hello)
    {
        writer.WriteArrayHeader(7);
        writer.Write(hello.VersionMin);
        writer.Write(hello.VersionMax);
        writer.Write(hello.Federation);
        writer.Write(hello.Epoch);
        writer.Write(hello.Topology);
        writer.Write(hello.Silo);
        writer.Write(hello.Nonce);
    }

    private static Hello ReadHello(ref MessagePackReader reader)
    {
        reader.RequireArray(7, "hello");
        return new Hello(
            reader.ReadByte(),
            reader.ReadByte(),
            reader.RequireRingName("federation"),
            (int)reader.RequireCount(int.MaxValue, "epoch"),
            reader.RequireDigest("topology"),
            reader.RequireRingName("silo"),
            reader.ReadUInt64());
    }

    private static void Write(ref MessagePackWriter writer, Summary summary, int version)
    {
        writer.WriteArrayHeader(version < 2 ? 3 : 5);
        writer.Write(summary.Closed + 1);
        WriteIds(ref writer, summary.Records);
        writer.WriteArrayHeader(summary.Items.Count);
        foreach (ItemHolding holding in summary.Items)
        {
            writer.WriteArrayHeader(4);
            writer.Write(holding.Item);
            writer.Write(holding.Chunks.Span);
        }

        if (version >= 2)
        {
            RecordPlace.Write(ref writer, summary.Remembrance.Newest);
            writer.Write(summary.Remembrance.EpsilonSpent);
        }
    }

    private static Summary ReadSummary(ref MessagePackReader reader, int version)
    {
        reader.RequireArray(version < 2 ? 3 : 5, "summary");
        int closed = ReadClosed(ref reader);
        Digest[] records = ReadIds(ref reader, MessageCaps.SummaryRecordsMax);
        ItemHolding[] items = new ItemHolding[reader.RequireArrayUpTo(MessageCaps.SummaryItemsMax, "items")];
        for (int index = 0; index < items.Length; index++)
        {
            reader.RequireArray(4, "item");
            items[index] = new ItemHolding(reader.RequireItem(), reader.RequireBytesUpTo(MessageCaps.BitmapBytesMax, "bitmap").ToArray());
        }

        Summary summary = new(closed, records, items);
        return version < 2 ? summary : summary with { Remembrance = ReadRemembrance(ref reader) };
    }

    private static Remembrance ReadRemembrance(ref MessagePackReader reader) => new(
        RecordPlace.Read(ref reader, MessageCaps.RemembrancePlacesMax, "newest records"),
        EnvelopeCodec.RequireEpsilon(reader.ReadDouble()));

    private static Progress ReadProgress(ref MessagePackReader reader)
    {
        reader.RequireArray(1, "progress");
        return new Progress(ReadClosed(ref reader));
    }

    private static RecordMessage ReadRecord(ref MessagePackReader reader, RecordKind kind)
    {
        reader.RequireArray(2, "record");
        byte[] body = reader.RequireBytesUpTo(MessageCaps.RecordBodyBytesMax(kind), "body").ToArray();
        byte[] signature = reader.RequireBytesUpTo(MessageCaps.SignatureBytesMax, "signature").ToArray();
        return new RecordMessage(RecordCodec.Decode(kind, body, signature));
    }

    private static void WriteWant(ref MessagePackWriter writer, Want want)
    {
        writer.WriteArrayHeader(4);
        writer.Write(want.Item);
        writer.Write(want.Held.Span);
    }

    private static Want ReadWant(ref MessagePackReader reader)
    {
        reader.RequireArray(4, "want");
        return new Want(reader.RequireItem(), reader.RequireBytesUpTo(MessageCaps.BitmapBytesMax, "bitmap").ToArray());
    }

    private static void WriteIds(ref MessagePackWriter writer, IReadOnlyList<Digest> ids)
    {
        writer.WriteArrayHeader(ids.Count);
        foreach (Digest id in ids)
        {
            writer.Write(id);
        }
    }

    private static Digest[] ReadIds(ref MessagePackReader reader, int countMax)
    {
        Digest[] ids = new Digest[reader.RequireArrayUpTo(countMax, "records")];
        for (int index = 0; index < ids.Length; index++)
        {
            ids[index] = reader.RequireDigest("record id");
        }

        return ids;
    }

    private static WantCloses ReadWantCloses(ref MessagePackReader reader)
    {
        reader.RequireArray(1, "want closes");
        return new WantCloses((int)reader.RequireCount(MessageCaps.RoundMax, "round"));
    }

    private static WantTopology ReadWantTopology(ref MessagePackReader reader)
    {
        reader.RequireArray(1, "want topology");
        return new WantTopology(reader.RequireDigest("topology"));
    }

    private static TopologyText ReadTopologyText(ref MessagePackReader reader)
    {
        reader.RequireArray(1, "topology text");
        return new TopologyText(reader.RequireString(WireCaps.TopologyTextBytesMax, "topology"));
    }

    private static void WriteBeat(ref MessagePackWriter writer, Heartbeat beat, int version)
    {
        writer.WriteArrayHeader(version < 2 ? 1 : 3);
        writer.Write(beat.IsAnswer);
        if (version >= 2)
        {
            writer.Write(beat.Sequence ?? 0);
            writer.Write(beat.Health ?? 0);
        }
    }

    private static Heartbeat ReadBeat(ref MessagePackReader reader, int version)
    {
        reader.RequireArray(version < 2 ? 1 : 3, "heartbeat");
        bool isAnswer = reader.ReadBoolean();
        return version < 2
            ? new Heartbeat(isAnswer, null, null)
            : new Heartbeat(
                isAnswer,
                (int)reader.RequireCount(int.MaxValue, "sequence"),
                (int)reader.RequireCount(Heartbeat.HealthMax, "health"));
    }

    private static void WriteOne(ref MessagePackWriter writer, int value)
    {
        writer.WriteArrayHeader(1);
        writer.Write(value);
    }

    private static void WriteOne(ref MessagePackWriter writer, Digest digest)
    {
        writer.WriteArrayHeader(1);
        writer.Write(digest);
    }

    private static void WriteOne(ref MessagePackWriter writer, string text)
    {
        writer.WriteArrayHeader(1);
        writer.Write(text);
    }

    private static void WriteTwo(ref MessagePackWriter writer, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        writer.WriteArrayHeader(2);
        writer.Write(first);
        writer.Write(second);
    }

    /// <summary>Sent as one more, because numbers on the wire are not negative and -1 says "none yet".</summary>
    private static int ReadClosed(ref MessagePackReader reader) =>
        (int)reader.RequireCount(MessageCaps.RoundMax, "closed round") - 1;
}
