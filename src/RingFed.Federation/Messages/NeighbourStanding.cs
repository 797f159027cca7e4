using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>
/// Where the sender stands in neighbour exchange: first on every link after the summary and the envelopes it still
/// sends, then after each round. Nothing about other silos.
/// </summary>
/// <param name="Merged">Last round whose merged model is on the sender's disk; -1 before the first.</param>
/// <param name="Oldest">Oldest own update that the sender can still send; -1 when it has none.</param>
/// <param name="Newest">
/// Envelope of the receiver's newest update that the sender knows, as the receiver signed it; null for none. A receiver
/// whose own disk knows less has been set back and must not sign these rounds again, nor announce less budget than there.
/// </param>
/// <param name="TakesPart">
/// False while the sender signs nothing, because its disk cannot be written or is an old copy: nobody need wait for it.
/// </param>
/// <param name="Holdings">What the sender holds of the receiver's updates, so that only the rest is sent.</param>
internal sealed record NeighbourStanding(int Merged, int Oldest, SignedRecord? Newest, bool TakesPart, IReadOnlyList<RoundHolding> Holdings) : RingMessage
{
    /// <summary>Protocol version from which on this message, and so neighbour exchange, exists.</summary>
    public const int ProtocolOldest = 2;

    /// <summary>Updates of one neighbour that are kept at a time: of the open round and of the one after it.</summary>
    public const int HoldingsMax = 2;

    public void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Write(Merged + 1);
        writer.Write(Oldest + 1);
        writer.Write(Newest is null ? default : Newest.Bytes.Span);
        writer.Write(Newest is null ? default : Newest.Signature.Span);
        writer.Write(TakesPart);
        writer.WriteArrayHeader(Holdings.Count);
        foreach (RoundHolding holding in Holdings)
        {
            writer.WriteArrayHeader(3);
            writer.Write(holding.Round);
            writer.Write(holding.Root);
            writer.Write(holding.Chunks.Span);
        }
    }

    /// <exception cref="WireException">Malformed, or over a cap.</exception>
    public static NeighbourStanding Read(ref MessagePackReader reader)
    {
        reader.RequireArray(6, "neighbour standing");
        int merged = ReadRound(ref reader, "merged round");
        int oldest = ReadRound(ref reader, "oldest round");
        SignedRecord? newest = ReadNewest(ref reader);
        bool takesPart = reader.ReadBoolean();
        RoundHolding[] holdings = new RoundHolding[reader.RequireArrayUpTo(HoldingsMax, "holdings")];
        for (int index = 0; index < holdings.Length; index++)
        {
            reader.RequireArray(3, "holding");
            holdings[index] = new RoundHolding(
                (int)reader.RequireCount(MessageCaps.RoundMax, "round"),
                reader.RequireDigest("root"),
                reader.RequireBytesUpTo(MessageCaps.BitmapBytesMax, "bitmap").ToArray());
        }

        return new NeighbourStanding(merged, oldest, newest, takesPart, holdings);
    }

    /// <summary>Both empty when there is none.</summary>
    private static SignedRecord? ReadNewest(ref MessagePackReader reader)
    {
        byte[] bytes = reader.RequireBytesUpTo(MessageCaps.RecordBodyBytesMax(RecordKind.Envelope), "newest envelope").ToArray();
        byte[] signature = reader.RequireBytesUpTo(MessageCaps.SignatureBytesMax, "its signature").ToArray();
        return bytes.Length == 0 && signature.Length == 0 ? null : RecordCodec.Decode(RecordKind.Envelope, bytes, signature);
    }

    /// <summary>Sent as one more, because numbers on the wire are not negative.</summary>
    private static int ReadRound(ref MessagePackReader reader, string what) =>
        (int)reader.RequireCount(MessageCaps.RoundMax, what) - 1;
}

/// <param name="Root">Of the update's payload.</param>
/// <param name="Chunks">Bit i (lowest bit first) is set when chunk i is held.</param>
internal sealed record RoundHolding(int Round, Digest Root, ReadOnlyMemory<byte> Chunks);
