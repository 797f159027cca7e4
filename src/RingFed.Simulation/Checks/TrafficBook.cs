using RingFed.Federation.Messages;

namespace RingFed.Simulation.Checks;

/// <summary>Bytes that each silo sent: chunks by round, and everything together.</summary>
internal sealed class TrafficBook(int silos, int rounds)
{
    /// <summary>Of the run, statistic rounds included.</summary>
    public int Rounds { get; } = rounds;

    private readonly long[] chunkCount = new long[silos * rounds];
    private readonly long[] chunkBytes = new long[silos];
    private readonly long[] otherBytes = new long[silos];

    public void Sent(int silo, long bytes) => otherBytes[silo] += bytes;

    public void Sent(int silo, ChunkId chunk, long bytes)
    {
        chunkBytes[silo] += bytes;
        if ((uint)chunk.Item.Round < (uint)Rounds)
        {
            chunkCount[(silo * Rounds) + chunk.Item.Round]++;
        }
    }

    /// <summary>Most chunks that one silo sent for one round.</summary>
    public long ChunksSentMax => chunkCount.Max();

    /// <summary>Most bytes that one silo sent in all.</summary>
    public long BytesSentMax => chunkBytes.Zip(otherBytes, (chunks, other) => chunks + other).Max();
}
