using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RingFed.Federation.Messages;

/// <summary>A SHA-256 value: 32 bytes compared by value, printed as lower-case hexadecimal.</summary>
public readonly record struct Digest
{
    /// <summary>Bytes in a digest.</summary>
    public const int Length = 32;

    private readonly ulong a;
    private readonly ulong b;
    private readonly ulong c;
    private readonly ulong d;

    /// <exception cref="ArgumentException">The span is not 32 bytes long.</exception>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"a digest has {Length} bytes, not {bytes.Length}", nameof(bytes));
        }

        a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>32 zero bytes: "there is none yet".</summary>
    public static Digest None => default;

    /// <summary>SHA-256 of the bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(bytes, hash);
        return new Digest(hash);
    }

    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, a);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], b);
        BinaryPrimitives.WriteUInt64BigEndian(target[16..], c);
        BinaryPrimitives.WriteUInt64BigEndian(target[24..], d);
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
