using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>
/// Geometry and root of an item. <see cref="Root"/> binds the other three, so a signature over the root is a signature
/// over every chunk's bytes, size and place.
/// </summary>
/// <param name="Length">Bytes in all, 1 or more.</param>
/// <param name="ChunkBytes">Bytes of every chunk but the last.</param>
internal sealed record PayloadManifest(long Length, int ChunkBytes, int ChunkCount, Digest Root)
{
    /// <summary>Checked before anything is allocated for the item: a claimed absurd size costs nothing.</summary>
    public bool IsWithinCaps =>
        Length is >= 1 and <= MessageCaps.PayloadBytesMax
        && ChunkBytes is >= MessageCaps.ChunkBytesMin and <= WireCaps.ChunkBytesMax
        && ChunkCount == CountOf(Length, ChunkBytes)
        && ChunkCount <= MessageCaps.ChunksPerItemMax;

    public static int CountOf(long length, int chunkBytes) => checked((int)((length + chunkBytes - 1) / chunkBytes));

    public int BytesOf(int index) => (int)Math.Min(ChunkBytes, Length - ((long)index * ChunkBytes));
}
