using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>
/// Chunks on their way to one neighbour: first come, first sent, a few in flight. Order between items does not matter
/// for the ring's pace, only that a link is never idle while there is something to send.
/// </summary>
internal sealed class ChunkFeed
{
    private readonly Queue<ChunkId> waiting = new();
    private readonly Dictionary<ItemId, ChunkSet> heldByPeer = [];
    private int inFlight;

    /// <summary>What the peer said it holds of an item when the link came up.</summary>
    public void PeerHolds(ItemId item, ChunkSet chunks) => heldByPeer[item] = chunks;

    /// <summary>Queues a chunk unless the peer has it.</summary>
    public void Offer(ChunkId chunk)
    {
        if (!heldByPeer.TryGetValue(chunk.Item, out ChunkSet? held) || !held.Contains(chunk.Index))
        {
            waiting.Enqueue(chunk);
        }
    }

    /// <summary>Queues every chunk held here that the peer lacks.</summary>
    public void OfferAll(LedgerItem item)
    {
        for (int index = 0; index < item.Chunks.ChunkCount; index++)
        {
            if (item.Chunks.Contains(index))
            {
                Offer(new ChunkId(item.Id, index));
            }
        }
    }

    public bool TryTake(out ChunkId chunk)
    {
        chunk = default;
        if (inFlight >= SessionCaps.ChunksInFlightMax || !waiting.TryDequeue(out chunk))
        {
            return false;
        }

        inFlight++;
        return true;
    }

    public void Written() => inFlight--;
}
