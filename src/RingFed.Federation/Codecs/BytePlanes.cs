using System.Numerics;
using System.Runtime.InteropServices;

namespace RingFed.Federation.Codecs;

/// <summary>
/// The bytes of float32 values, sorted by how much they have in common: rotated left by one bit, so that the exponent fills
/// the highest byte and the sign follows the fraction, then the lowest bytes of all values, the second, third and highest.
/// Exponents are much alike; the two lowest planes of trained values are noise.
/// </summary>
internal static class BytePlanes
{
    internal const int Count = sizeof(float);

    /// <param name="planes">Four bytes a value, and more.</param>
    internal static void Split(ReadOnlySpan<float> values, Span<byte> planes)
    {
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        Span<byte> lowest = planes[..bits.Length];
        Span<byte> second = planes.Slice(bits.Length, bits.Length);
        Span<byte> third = planes.Slice(2 * bits.Length, bits.Length);
        Span<byte> highest = planes.Slice(3 * bits.Length, bits.Length);
        for (int i = 0; i < bits.Length; i++)
        {
            uint rotated = BitOperations.RotateLeft(bits[i], 1);
            lowest[i] = (byte)rotated;
            second[i] = (byte)(rotated >> 8);
            third[i] = (byte)(rotated >> 16);
            highest[i] = (byte)(rotated >> 24);
        }
    }

    /// <param name="planes">Four bytes a value, and more.</param>
    internal static void Join(ReadOnlySpan<byte> planes, Span<float> values)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        ReadOnlySpan<byte> lowest = planes[..bits.Length];
        ReadOnlySpan<byte> second = planes.Slice(bits.Length, bits.Length);
        ReadOnlySpan<byte> third = planes.Slice(2 * bits.Length, bits.Length);
        ReadOnlySpan<byte> highest = planes.Slice(3 * bits.Length, bits.Length);
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = BitOperations.RotateRight(
                lowest[i] | ((uint)second[i] << 8) | ((uint)third[i] << 16) | ((uint)highest[i] << 24), 1);
        }
    }
}
