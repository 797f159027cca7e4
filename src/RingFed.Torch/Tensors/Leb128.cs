namespace TorchSharp.Utils;

// Variable-length integers of TorchSharp's file format: seven bits a byte, lowest first, high bit set but for the last.
internal static class Leb128
{
    private const int BitsMax = 63;

    internal static void Encode(BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        while (value > 0x7f)
        {
            writer.Write((byte)((value & 0x7f) | 0x80));
            value >>= 7;
        }

        writer.Write((byte)value);
    }

    /// <exception cref="InvalidDataException">Longer than any number.</exception>
    internal static long Decode(BinaryReader reader)
    {
        long value = 0;
        for (int shift = 0; shift < BitsMax; shift += 7)
        {
            byte next = reader.ReadByte();
            value |= (long)(next & 0x7f) << shift;
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number in the stream has no end.");
    }
}
