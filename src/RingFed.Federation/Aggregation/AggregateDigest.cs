using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RingFed.Federation.Aggregation;

/// <summary>
/// SHA-256 over the canonical bytes of an agreed result: the values in order, little-endian float32, nothing else.
/// Two silos hold the same aggregate exactly when these agree.
/// </summary>
public static class AggregateDigest
{
    private const int ValuesAtOnce = 4096;

    /// <returns>32 bytes.</returns>
    public static byte[] Of(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return SHA256.HashData(MemoryMarshal.AsBytes(values));
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] swapped = new int[ValuesAtOnce];
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        for (int start = 0; start < bits.Length; start += ValuesAtOnce)
        {
            ReadOnlySpan<int> part = bits.Slice(start, Math.Min(ValuesAtOnce, bits.Length - start));
            BinaryPrimitives.ReverseEndianness(part, swapped);
            hash.AppendData(MemoryMarshal.AsBytes(swapped.AsSpan(0, part.Length)));
        }

        return hash.GetHashAndReset();
    }
}
