using RingFed.Federation.Messages;

namespace RingFed.Simulation.Checks;

/// <summary>Bytes that each silo sent: chunks by round, and everything together.</summary>
internal sealed class TrafficBook(int silos)
{
    private readonly List<long[]> chunkCount = [];
    private readonly long[] chunkBytes = new long[silos];
    private readonly long[] otherBytes = new long[silos];

    public void Sent(int silo, long bytes) => otherBytes[silo] += bytes;

    public void Sent(int silo, ChunkId chunk, long bytes)
    {
        chunkBytes[silo] += bytes;
        while (chunkCount.Count <= chunk.Item.Round)
        {
            chunkCount.Add(new long[silos]);
        }

        chunkCount[chunk.Item.Round][silo]++;
    }

    /// <summary>Most chunks that one silo sent for one round.</summary>
    public long ChunksSentMax => chunkCount.Select(round => round.Max()).DefaultIfEmpty().Max();

    /// <summary>Most bytes that one silo sent in all.</summary>
    public long BytesSentMax => chunkBytes.Zip(otherBytes, (chunks, other) => chunks + other).Max();
}
