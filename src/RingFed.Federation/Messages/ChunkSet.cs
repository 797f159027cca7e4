namespace RingFed.Federation.Messages;

/// <summary>Which chunks of an item someone holds. One bit a chunk.</summary>
internal sealed class ChunkSet(int chunkCount)
{
    private readonly ulong[] words = new ulong[(chunkCount + 63) / 64];

    public int ChunkCount { get; } = chunkCount;

    public int Held { get; private set; }

    public bool IsComplete => Held == ChunkCount;

    /// <summary>False for an index out of range.</summary>
    public bool Contains(int index) =>
        (uint)index < (uint)ChunkCount && (words[index >> 6] >> (index & 63) & 1) != 0;

    /// <returns>False when it was held already, or is out of range.</returns>
    public bool Add(int index)
    {
        if ((uint)index >= (uint)ChunkCount)
        {
            return false;
        }

        ulong bit = 1UL << (index & 63);
        if ((words[index >> 6] & bit) != 0)
        {
            return false;
        }

        words[index >> 6] |= bit;
        Held++;
        return true;
    }

    public static ChunkSet Full(int chunkCount)
    {
        ChunkSet set = new(chunkCount);
        for (int index = 0; index < chunkCount; index++)
        {
            set.Add(index);
        }

        return set;
    }

    /// <summary>As many chunks as the bitmap has bits: the item's own count may not be known yet.</summary>
    public static ChunkSet FromBitmap(ReadOnlySpan<byte> bitmap)
    {
        ChunkSet set = new(bitmap.Length * 8);
        for (int index = 0; index < set.ChunkCount; index++)
        {
            if ((bitmap[index >> 3] >> (index & 7) & 1) != 0)
            {
                set.Add(index);
            }
        }

        return set;
    }

    /// <summary>Lowest bit first.</summary>
    public byte[] ToBitmap()
    {
        byte[] bitmap = new byte[(ChunkCount + 7) / 8];
        for (int index = 0; index < bitmap.Length; index++)
        {
            bitmap[index] = (byte)(words[index >> 3] >> ((index & 7) * 8));
        }

        return bitmap;
    }
}
