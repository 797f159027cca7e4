using System.Buffers.Binary;

namespace RingFed.Federation.Codecs;

/// <summary>Bits of a Deflate stream, the lowest of each byte first (RFC 1951, section 3.1.1).</summary>
internal ref struct DeflateBits(ReadOnlySpan<byte> bytes)
{
    /// <summary>A request is at most this many bits: the longest code.</summary>
    internal const int RequestBitsMax = 15;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int next;
    private ulong held;
    private int count;

    /// <summary>Whether nothing is left but the padding of the last byte.</summary>
    public readonly bool IsAtEnd => next == bytes.Length && count < 8;

    /// <summary>The next bits, without taking them; 0 beyond the end.</summary>
    public uint Peek(int bits)
    {
        if (count < RequestBitsMax)
        {
            Fill();
        }

        return (uint)held & ((1u << bits) - 1);
    }

    /// <summary>Takes bits that were peeked.</summary>
    /// <exception cref="CodecException">The stream ends before.</exception>
    public void Take(int bits)
    {
        if (bits > count)
        {
            throw Inflater.Broken("ends too early");
        }

        held >>= bits;
        count -= bits;
    }

    /// <exception cref="CodecException">The stream ends before.</exception>
    public uint Read(int bits)
    {
        uint read = Peek(bits);
        Take(bits);
        return read;
    }

    /// <summary>Whole bytes from the next byte boundary on.</summary>
    /// <exception cref="CodecException">The stream ends before.</exception>
    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        int start = next - (count / 8);
        if (length > bytes.Length - start)
        {
            throw Inflater.Broken("ends too early");
        }

        (next, held, count) = (start + length, 0, 0);
        return bytes.Slice(start, length);
    }

    /// <summary>Drops the rest of a byte that was begun.</summary>
    public void SkipToByte() => Take(count % 8);

    private void Fill()
    {
        if (bytes.Length - next >= sizeof(ulong))
        {
            held |= BinaryPrimitives.ReadUInt64LittleEndian(bytes[next..]) << count;
            int taken = (63 - count) / 8;
            next += taken;
            count += 8 * taken;

            // What was read of a byte that is not counted yet must not be there twice.
            held &= (1ul << count) - 1;
            return;
        }

        while (count <= 56 && next < bytes.Length)
        {
            held |= (ulong)bytes[next++] << count;
            count += 8;
        }
    }
}
