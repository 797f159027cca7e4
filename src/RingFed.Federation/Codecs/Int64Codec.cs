using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RingFed.Federation.Codecs;

/// <summary>Integer statistics as little-endian two's complement int64, one after another.</summary>
public static class Int64Codec
{
    /// <summary>Bytes of <paramref name="values"/> integers.</summary>
    public static long EncodedLength(int values) => (long)values * sizeof(long);

    /// <exception cref="CodecException">The destination is not exactly as long as the values need.</exception>
    public static void Encode(ReadOnlySpan<long> values, Span<byte> destination)
    {
        RequireLength(values.Length, destination.Length);
        Copy(MemoryMarshal.AsBytes(values), destination);
    }

    /// <exception cref="CodecException">The encoded bytes are not exactly as long as the destination needs.</exception>
    public static void Decode(ReadOnlySpan<byte> encoded, Span<long> destination)
    {
        RequireLength(destination.Length, encoded.Length);
        Copy(encoded, MemoryMarshal.AsBytes(destination));
    }

    private static void Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        if (!BitConverter.IsLittleEndian)
        {
            Span<long> words = MemoryMarshal.Cast<byte, long>(to);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    private static void RequireLength(int values, int bytes)
    {
        if (bytes != EncodedLength(values))
        {
            throw new CodecException($"{values} integers are {EncodedLength(values)} bytes, not {bytes}.");
        }
    }
}
