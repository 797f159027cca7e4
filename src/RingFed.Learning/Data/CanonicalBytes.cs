using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RingFed.Learning.Data;

/// <summary>
/// Builds the bytes that digests are taken over. Little-endian, every text and list prefixed by its length (int32), so
/// that no two different contents share their bytes; numbers by their IEEE bits.
/// </summary>
internal sealed class CanonicalBytes
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public CanonicalBytes Text(string value)
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(value);
        return Int32(utf8.Length).Raw(utf8);
    }

    public CanonicalBytes Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
        return this;
    }

    public CanonicalBytes Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
        return this;
    }

    public CanonicalBytes Number(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    public CanonicalBytes List<T>(IReadOnlyCollection<T> items, Action<CanonicalBytes, T> write)
    {
        Int32(items.Count);
        foreach (T item in items)
        {
            write(this, item);
        }

        return this;
    }

    public CanonicalBytes Raw(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }

    public byte[] Sha256() => SHA256.HashData(_bytes.WrittenSpan);
}
