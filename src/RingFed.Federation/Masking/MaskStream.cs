using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RingFed.Federation.Masking;

/// <summary>
/// The mask of a vector: AES-256 in counter mode, entry i the i-th block read as a little-endian number. Blocks of one
/// key never repeat, where random ones would; that tells 2^24 entries from random with probability 2^-80.
/// </summary>
internal static class MaskStream
{
    /// <summary>Bytes of a stream's key. A key masks one vector only.</summary>
    public const int KeyLength = 32;

    private const int EntriesAtOnce = 512;

    /// <summary>Adds the mask to the values, or takes it away, modulo 2^128.</summary>
    public static void Apply(ReadOnlySpan<byte> key, Span<UInt128> values, bool subtract)
    {
        using Aes aes = Aes.Create();
        aes.SetKey(key);
        UInt128[] counters = new UInt128[Math.Min(EntriesAtOnce, values.Length)];
        UInt128[] mask = GC.AllocateArray<UInt128>(counters.Length, pinned: true);
        for (int first = 0; first < values.Length; first += EntriesAtOnce)
        {
            Span<UInt128> part = values.Slice(first, Math.Min(EntriesAtOnce, values.Length - first));
            for (int index = 0; index < part.Length; index++)
            {
                counters[index] = LittleEndian((UInt128)(uint)(first + index));
            }

            aes.EncryptEcb(
                MemoryMarshal.AsBytes(counters.AsSpan(0, part.Length)), MemoryMarshal.AsBytes(mask.AsSpan(0, part.Length)), PaddingMode.None);
            for (int index = 0; index < part.Length; index++)
            {
                UInt128 entry = LittleEndian(mask[index]);
                part[index] = unchecked(subtract ? part[index] - entry : part[index] + entry);
            }
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(mask.AsSpan()));
    }

    /// <summary>In memory as on the wire, whatever the processor.</summary>
    private static UInt128 LittleEndian(UInt128 value) =>
        BitConverter.IsLittleEndian ? value : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
}
