using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Fields that several messages share.</summary>
internal static class MessageFields
{
    public static void Write(this ref MessagePackWriter writer, Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Digest.Length];
        digest.CopyTo(bytes);
        writer.Write(bytes);
    }

    public static Digest RequireDigest(this ref MessagePackReader reader, string what)
    {
        ReadOnlySequence<byte> bytes = reader.RequireBytesUpTo(Digest.Length, what);
        if (bytes.Length != Digest.Length)
        {
            throw new WireException(WireFaultCode.Malformed, $"{what} has {bytes.Length} bytes instead of {Digest.Length}");
        }

        Span<byte> copy = stackalloc byte[Digest.Length];
        bytes.CopyTo(copy);
        return new Digest(copy);
    }

    /// <summary>Four fields: length, chunk bytes, chunk count, root.</summary>
    public static void Write(this ref MessagePackWriter writer, PayloadManifest manifest)
    {
        writer.Write(manifest.Length);
        writer.Write(manifest.ChunkBytes);
        writer.Write(manifest.ChunkCount);
        writer.Write(manifest.Root);
    }

    /// <exception cref="WireException">Counts that do not fit each other, or exceed the caps.</exception>
    public static PayloadManifest RequireManifest(this ref MessagePackReader reader)
    {
        PayloadManifest manifest = new(
            reader.RequireCount(MessageCaps.PayloadBytesMax, "length"),
            (int)reader.RequireCount(WireCaps.ChunkBytesMax, "chunk bytes"),
            (int)reader.RequireCount(MessageCaps.ChunksPerItemMax, "chunk count"),
            reader.RequireDigest("root"));
        return manifest.IsWithinCaps
            ? manifest
            : throw new WireException(
                WireFaultCode.Malformed,
                $"{manifest.Length} bytes do not lie in {manifest.ChunkCount} chunks of {manifest.ChunkBytes} bytes");
    }

    /// <returns>0 to <paramref name="max"/>.</returns>
    public static long RequireCount(this ref MessagePackReader reader, long max, string what)
    {
        ulong value = reader.ReadUInt64();
        return value <= (ulong)max
            ? (long)value
            : throw new WireException(WireFaultCode.TooMany, $"{what} is {value}; at most {max} is allowed");
    }

    /// <summary>An item as round and origin.</summary>
    public static void Write(this ref MessagePackWriter writer, ItemId item)
    {
        writer.Write(item.Round);
        writer.Write(item.Origin);
    }

    public static ItemId RequireItem(this ref MessagePackReader reader) => new(
        (int)reader.RequireCount(MessageCaps.RoundMax, "round"),
        (int)reader.RequireCount(ItemId.AggregateOrigin, "origin"));
}
