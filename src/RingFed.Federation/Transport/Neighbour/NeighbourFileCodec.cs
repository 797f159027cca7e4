using System.Text.Json;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Liveness;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport.Neighbour;

/// <summary>
/// Head of a merged model's file: <c>[owner..., what is known of the merge, as JSON, [[peer, kind, body, signature]...]]</c>,
/// the last the newest envelope of each neighbour of which one was known.
/// </summary>
internal static class NeighbourFileCodec
{
    private const int JsonBytesMax = 64 * 1024;

    public static byte[] Encode(StateOwner owner, StoredMerge merge) => StateFileCodec.Write((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(5);
        StateFileCodec.Write(ref writer, owner);
        writer.Write(JsonSerializer.SerializeToUtf8Bytes(merge));
        SeenNeighbour[] known = [.. merge.Result.Seen.Where(seen => seen.Newest is not null)];
        writer.WriteArrayHeader(known.Length);
        foreach (SeenNeighbour seen in known)
        {
            writer.WriteArrayHeader(4);
            writer.Write(seen.Peer);
            StateFileCodec.Write(ref writer, seen.Newest!);
        }
    });

    public static StoredMerge Decode(StateOwner owner, ReadOnlyMemory<byte> head)
    {
        MessagePackReader reader = new(head);
        reader.RequireArray(5, "merge");
        StateFileCodec.Require(ref reader, owner);
        byte[] json = System.Buffers.BuffersExtensions.ToArray(reader.RequireBytesUpTo(JsonBytesMax, "merge"));
        Dictionary<int, SignedRecord> known = ReadKnown(ref reader);
        return JsonSerializer.Deserialize<StoredMerge>(json) is { Record: not null, Result: { } result } merge
            ? merge with { Result = result with { Seen = [.. result.Seen.Select(seen => seen with { Newest = known.GetValueOrDefault(seen.Peer) })] } }
            : throw new WireException(WireFaultCode.Malformed, "a merge without its record");
    }

    private static Dictionary<int, SignedRecord> ReadKnown(ref MessagePackReader reader)
    {
        Dictionary<int, SignedRecord> known = [];
        for (int left = reader.RequireArrayUpTo(2 * RingEdges.ReachMax, "known envelopes"); left > 0; left--)
        {
            reader.RequireArray(4, "known envelope");
            int peer = (int)reader.RequireCount(int.MaxValue, "silo");
            known[peer] = StateFileCodec.ReadRecord(ref reader);
        }

        return known;
    }
}
