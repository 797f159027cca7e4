namespace RingFed.Federation.Codecs;

/// <summary>
/// Symbols by the bits that stand for them (RFC 1951, section 3.2.2), every continuation of a code written out, so that a
/// symbol is one look-up. 64 KiB; made once and filled again for each Deflate block.
/// </summary>
internal sealed class HuffmanTable
{
    private const int LengthMax = DeflateBits.RequestBitsMax;

    private const int LengthBits = 4;

    /// <summary>Symbol and length of its code; 0 where no code begins so.</summary>
    private readonly ushort[] entries = new ushort[1 << LengthMax];

    private int width;

    /// <param name="lengths">Bits of each symbol's code, 0 to 15; 0 for a symbol that does not occur.</param>
    /// <exception cref="CodecException">There are more codes than fit.</exception>
    public void Fill(ReadOnlySpan<byte> lengths)
    {
        Span<int> codes = stackalloc int[LengthMax + 1];
        foreach (byte length in lengths)
        {
            codes[length]++;
        }

        codes[0] = 0;
        width = 1;
        int first = 0;
        Span<int> nextOf = stackalloc int[LengthMax + 1];
        for (int length = 1; length <= LengthMax; length++)
        {
            first = (first + codes[length - 1]) << 1;
            nextOf[length] = first;
            if (first + codes[length] > 1 << length)
            {
                throw Inflater.Broken("has more codes than fit");
            }

            width = codes[length] > 0 ? length : width;
        }

        entries.AsSpan(0, 1 << width).Clear();
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] is > 0 and var length)
            {
                Spread(Reversed(nextOf[length]++, length), (ushort)((symbol << LengthBits) | length), 1 << length);
            }
        }
    }

    /// <exception cref="CodecException">The next bits stand for nothing, or the stream ends.</exception>
    public int Read(ref DeflateBits bits)
    {
        ushort entry = entries[bits.Peek(width)];
        if (entry == 0)
        {
            throw Inflater.Broken("has bits that stand for no symbol");
        }

        bits.Take(entry & LengthMax);
        return entry >> LengthBits;
    }

    private void Spread(int from, ushort entry, int step)
    {
        for (int i = from; i < 1 << width; i += step)
        {
            entries[i] = entry;
        }
    }

    /// <summary>Codes are written with their highest bit first, all else with the lowest.</summary>
    private static int Reversed(int code, int length)
    {
        int reversed = 0;
        for (int i = 0; i < length; i++)
        {
            reversed = (reversed << 1) | ((code >> i) & 1);
        }

        return reversed;
    }
}
