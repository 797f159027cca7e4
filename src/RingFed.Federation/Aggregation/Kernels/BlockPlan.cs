namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>A run of coordinates that one worker reduces; never across a tensor's edge.</summary>
internal readonly record struct Block(int Offset, int Count);

/// <summary>Cuts vectors into blocks by length alone, so that threads cannot change what is added to what.</summary>
internal static class BlockPlan
{
    /// <summary>Coordinates a block; 64 KiB of float32 a silo.</summary>
    internal const int BlockWidth = 16384;

    internal static int CountOf(int length) => (int)(((long)length + BlockWidth - 1) / BlockWidth);

    /// <summary>Block <paramref name="index"/> of a run that begins at <paramref name="offset"/>.</summary>
    internal static Block At(int offset, int length, int index)
    {
        int start = index * BlockWidth;
        return new Block(offset + start, Math.Min(BlockWidth, length - start));
    }
}
