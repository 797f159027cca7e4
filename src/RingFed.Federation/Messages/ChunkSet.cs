using System.Numerics;

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

    /// <summary>Chunks of the other set join, as far as this one reaches.</summary>
    public void Add(ChunkSet others)
    {
        for (int index = 0; index < Math.Min(ChunkCount, others.ChunkCount); index++)
        {
            if (others.Contains(index))
            {
                Add(index);
            }
        }
    }

    /// <summary>The chunks that are in this set and not in the other.</summary>
    public ChunkSet Less(ChunkSet others)
    {
        ChunkSet rest = new(ChunkCount);
        for (int word = 0; word < words.Length; word++)
        {
            rest.words[word] = words[word] & ~(word < others.words.Length ? others.words[word] : 0);
            rest.Held += BitOperations.PopCount(rest.words[word]);
        }

        return rest;
    }

    /// <summary>Takes the lowest chunk out; null when there is none.</summary>
    public int? TakeFirst()
    {
        for (int word = 0; word < words.Length; word++)
        {
            if (words[word] != 0)
            {
                int bit = BitOperations.TrailingZeroCount(words[word]);
                words[word] &= words[word] - 1;
                Held--;
                return (word * 64) + bit;
            }
        }

        return null;
    }

    /// <summary>Whether every chunk of the other set, of whatever size, is in this one.</summary>
    public bool Covers(ChunkSet other)
    {
        for (int word = 0; word < other.words.Length; word++)
        {
            if ((other.words[word] & ~(word < words.Length ? words[word] : 0)) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same chunks among another number of them; those beyond it are left out.</summary>
    public ChunkSet Resized(int chunkCount)
    {
        ChunkSet set = new(chunkCount);
        for (int index = 0; index < Math.Min(chunkCount, ChunkCount); index++)
        {
            if (Contains(index))
            {
                set.Add(index);
            }
        }

        return set;
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
