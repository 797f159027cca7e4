using System.Buffers.Binary;
using System.Text;

namespace RingFed.Federation.Masking.Payloads;

/// <summary>
/// One silo's masked values (MASKING.md, Input). What comes before the values names the sum and is equal at all silos;
/// who differs from most is not in the sum.
/// <code>
/// 0   1             2      2+m     18+m
/// 1 | m, 1 to 200 | name | limit | L x 16 bytes   numbers little-endian
/// </code>
/// </summary>
internal readonly struct InputPayload
{
    private const int NumberLength = 16;
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly int headLength;

    private InputPayload(ReadOnlyMemory<byte> bytes, int headLength)
    {
        this.bytes = bytes;
        this.headLength = headLength;
    }

    public string Name => Encoding.UTF8.GetString(bytes.Span[2..(headLength - NumberLength)]);

    /// <summary>Largest size of one silo's entry.</summary>
    public Int128 Limit => BinaryPrimitives.ReadInt128LittleEndian(bytes.Span[(headLength - NumberLength)..]);

    /// <summary>L.</summary>
    public int Values => (bytes.Length - headLength) / NumberLength;

    /// <summary>Equal for silos that add up the same: name, limit and length.</summary>
    public bool IsOfSameSum(InputPayload other) =>
        bytes.Length == other.bytes.Length && headLength == other.headLength
        && bytes.Span[..headLength].SequenceEqual(other.bytes.Span[..headLength]);

    /// <summary>Adds the masked values, modulo 2^128.</summary>
    public void AddTo(Span<UInt128> sums)
    {
        ReadOnlySpan<byte> values = bytes.Span[headLength..];
        for (int index = 0; index < sums.Length; index++)
        {
            sums[index] = unchecked(sums[index] + BinaryPrimitives.ReadUInt128LittleEndian(values[(index * NumberLength)..]));
        }
    }

    /// <param name="silos">n, so that a total cannot exceed 128 bits.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, int silos, out InputPayload payload)
    {
        payload = default;
        ReadOnlySpan<byte> text = bytes.Span;
        if (text.Length < 2 || text[0] != PayloadStatus.Given || text[1] is 0 or > MaskingCaps.NameBytesMax)
        {
            return false;
        }

        int headLength = 2 + text[1] + NumberLength;
        int valuesLength = text.Length - headLength;
        if (valuesLength < NumberLength || valuesLength % NumberLength != 0 || valuesLength / NumberLength > MaskingCaps.ValuesMax)
        {
            return false;
        }

        payload = new InputPayload(bytes, headLength);
        return MaskingCaps.Holds(silos, payload.Limit);
    }

    /// <param name="masked">[length] values with all masks; none for a silo that abstains.</param>
    public static byte[] Write(MaskedInput input, ReadOnlySpan<UInt128> masked)
    {
        int nameLength = Encoding.UTF8.GetByteCount(input.Name);
        int headLength = 2 + nameLength + NumberLength;
        byte[] bytes = new byte[headLength + (input.Length * NumberLength)];
        bytes[0] = masked.IsEmpty ? PayloadStatus.Abstains : PayloadStatus.Given;
        bytes[1] = (byte)nameLength;
        Encoding.UTF8.GetBytes(input.Name, bytes.AsSpan(2));
        BinaryPrimitives.WriteInt128LittleEndian(bytes.AsSpan(headLength - NumberLength), input.Limit);
        for (int index = 0; index < masked.Length; index++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(headLength + (index * NumberLength)), masked[index]);
        }

        return bytes;
    }
}
