using System.Text.Json;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport.Neighbour;

/// <summary>Head of a merged model's file: <c>[owner..., what is known of the merge, as JSON]</c>.</summary>
internal static class NeighbourFileCodec
{
    private const int JsonBytesMax = 64 * 1024;

    public static byte[] Encode(StateOwner owner, StoredMerge merge) => StateFileCodec.Write((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(4);
        StateFileCodec.Write(ref writer, owner);
        writer.Write(JsonSerializer.SerializeToUtf8Bytes(merge));
    });

    public static StoredMerge Decode(StateOwner owner, ReadOnlyMemory<byte> head)
    {
        MessagePackReader reader = new(head);
        reader.RequireArray(4, "merge");
        StateFileCodec.Require(ref reader, owner);
        byte[] json = System.Buffers.BuffersExtensions.ToArray(reader.RequireBytesUpTo(JsonBytesMax, "merge"));
        return JsonSerializer.Deserialize<StoredMerge>(json) is { Record: not null, Result: not null } merge
            ? merge
            : throw new WireException(WireFaultCode.Malformed, "a merge without its record");
    }
}
