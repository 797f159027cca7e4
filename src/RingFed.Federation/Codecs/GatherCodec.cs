using System.Buffers.Binary;
using RingFed.Federation.Ring;

namespace RingFed.Federation.Codecs;

/// <summary>
/// Result of a gather round: every merged silo's payload as it is. Nothing is read inside a payload, so that none can keep
/// a round from closing; canonical, so that all silos agree on a digest of it.
/// <code>
///  0        4          8                8 + L                                  4 + count x (4 + L)
///  +--------+----------+----------------+----------+----------------+----------+
///  | count  | origin   | payload        | origin   | payload        | ...      |
///  | uint32 | uint32   | L bytes        | uint32   | L bytes        |          |   little-endian; origins ascend
///  +--------+----------+----------------+----------+----------------+----------+
/// </code>
/// L is not written: all payloads of a round are as long.
/// </summary>
public static class GatherCodec
{
    /// <summary>As envelopes of gather rounds name it.</summary>
    public const string CodecName = "gather";

    private const int CountBytes = sizeof(uint);
    private const int OriginBytes = sizeof(uint);

    /// <exception cref="OverflowException">It would be longer than an array can be.</exception>
    public static int EncodedLength(int payloads, int payloadBytes) => checked(CountBytes + (payloads * (OriginBytes + payloadBytes)));

    /// <summary>A place for each payload, with count and origins written; the caller fills in the payloads.</summary>
    /// <param name="destination">Of the encoded length.</param>
    /// <param name="origins">Ascending.</param>
    /// <returns>Where the payload of each origin goes.</returns>
    /// <exception cref="CodecException">The destination does not hold as many payloads, or the origins do not ascend.</exception>
    internal static IReadOnlyList<Memory<byte>> Frame(Memory<byte> destination, IReadOnlyList<int> origins)
    {
        int each = SizeOf(destination.Length, origins.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(destination.Span, (uint)origins.Count);
        List<Memory<byte>> places = [];
        int before = -1;
        for (int at = CountBytes; at < destination.Length; at += each)
        {
            int origin = RequireAfter(before, origins[places.Count]);
            BinaryPrimitives.WriteUInt32LittleEndian(destination.Span[at..], (uint)origin);
            places.Add(destination[(at + OriginBytes)..(at + each)]);
            before = origin;
        }

        return places;
    }

    /// <summary>The payloads, in the order of the roster; their memory is that of <paramref name="encoded"/>.</summary>
    /// <exception cref="CodecException">It is no result of a gather round.</exception>
    public static IReadOnlyList<GatheredPayload> Decode(ReadOnlyMemory<byte> encoded)
    {
        uint count = encoded.Length < CountBytes ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(encoded.Span);
        int each = SizeOf(encoded.Length, count);
        List<GatheredPayload> gathered = [];
        for (int at = CountBytes; at < encoded.Length; at += each)
        {
            uint origin = BinaryPrimitives.ReadUInt32LittleEndian(encoded.Span[at..]);
            gathered.Add(new GatheredPayload(
                RequireAfter(gathered is [.., var last] ? last.Origin : -1, origin), encoded[(at + OriginBytes)..(at + each)]));
        }

        return gathered;
    }

    private static int SizeOf(int bytes, long count)
    {
        long payloads = bytes - CountBytes;
        return count > 0 && payloads >= count * OriginBytes && payloads % count == 0
            ? (int)(payloads / count)
            : throw new CodecException($"{bytes} bytes are not a round's {count} gathered payloads.");
    }

    private static int RequireAfter(int before, long origin) => origin > before && origin < Wire.WireCaps.SilosMax
        ? (int)origin
        : throw new CodecException($"A gathered payload of silo {origin} comes after that of silo {before}.");
}
