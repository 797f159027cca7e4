using System.Buffers;
using RingFed.Federation.Identity;
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

    public static void Write(this ref MessagePackWriter writer, OriginSet origins)
    {
        Span<byte> bytes = stackalloc byte[OriginSet.Length];
        origins.CopyTo(bytes);
        writer.Write(bytes);
    }

    public static OriginSet RequireOrigins(this ref MessagePackReader reader, string what)
    {
        ReadOnlySequence<byte> bytes = reader.RequireBytesUpTo(OriginSet.Length, what);
        if (bytes.Length != OriginSet.Length)
        {
            throw new WireException(WireFaultCode.Malformed, $"{what} has {bytes.Length} bytes instead of {OriginSet.Length}");
        }

        Span<byte> copy = stackalloc byte[OriginSet.Length];
        bytes.CopyTo(copy);
        return OriginSet.Read(copy);
    }

    /// <summary>A roster index above the last, so that a list has one order and names nobody twice.</summary>
    public static int RequireOriginAfter(this ref MessagePackReader reader, int last, string what)
    {
        int origin = (int)reader.RequireCount(WireCaps.SilosMax - 1, "origin");
        return origin > last
            ? origin
            : throw new WireException(WireFaultCode.Malformed, $"{what} are not in ascending order: {origin} after {last}");
    }

    /// <summary>Name of a silo or federation. Whatever else a peer sends there would end in logs and sentences.</summary>
    public static string RequireRingName(this ref MessagePackReader reader, string what)
    {
        string name = reader.RequireString(RingName.LengthMax, what);
        return RingName.IsValid(name)
            ? name
            : throw new WireException(WireFaultCode.Malformed, $"{what} is not a name: {RingName.Rule}");
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

    /// <summary>Three fields: round, origin, root.</summary>
    public static void Write(this ref MessagePackWriter writer, ItemId item)
    {
        writer.Write(item.Round);
        writer.Write(item.Origin);
        writer.Write(item.Root);
    }

    public static ItemId RequireItem(this ref MessagePackReader reader) => new(
        (int)reader.RequireCount(MessageCaps.RoundMax, "round"),
        (int)reader.RequireCount(ItemId.AggregateOrigin, "origin"),
        reader.RequireDigest("root"));
}
