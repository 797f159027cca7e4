using RingFed.Federation.Messages;

namespace RingFed.Federation.Transport;

/// <summary>
/// Bytes of the items that travel, each in one buffer, with what proves their chunks. Lock: every member, because chunks
/// are verified on many threads; bytes once stored are never written again, so they are read outside it.
/// </summary>
internal sealed class PayloadStore
{
    private readonly Dictionary<ItemId, Item> items = [];
    private readonly Lock guard = new();

    private sealed record Item(byte[] Bytes, int ChunkBytes, MerkleTree? Tree, ReadOnlyMemory<byte>[] Proofs);

    /// <summary>An item made here.</summary>
    public void Add(ItemId id, byte[] bytes, MerkleTree tree)
    {
        lock (guard)
        {
            items[id] = new Item(bytes, tree.Manifest.ChunkBytes, tree, []);
        }
    }

    /// <summary>A chunk of another silo's item, verified. The buffer grows to the item's size with its first good chunk.</summary>
    public void Add(ChunkFrame chunk, PayloadManifest manifest)
    {
        Item? item;
        lock (guard)
        {
            if (!items.TryGetValue(chunk.Chunk.Item, out item))
            {
                byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)manifest.Length));
                items[chunk.Chunk.Item] = item = new Item(bytes, manifest.ChunkBytes, null, new ReadOnlyMemory<byte>[manifest.ChunkCount]);
            }
        }

        if (item.Tree is null)
        {
            chunk.Bytes.CopyTo(item.Bytes.AsMemory(chunk.Chunk.Index * item.ChunkBytes));
            item.Proofs[chunk.Chunk.Index] = chunk.Proof;
        }
    }

    /// <returns>The chunk as it is sent; false when the item is no longer kept.</returns>
    public bool TryGet(ChunkId chunk, out ChunkFrame frame)
    {
        Item? item;
        lock (guard)
        {
            items.TryGetValue(chunk.Item, out item);
        }

        if (item is null)
        {
            frame = default;
            return false;
        }

        int start = chunk.Index * item.ChunkBytes;
        ReadOnlyMemory<byte> bytes = item.Bytes.AsMemory(start, Math.Min(item.ChunkBytes, item.Bytes.Length - start));
        frame = new ChunkFrame(chunk, item.Tree?.Proof(chunk.Index) ?? item.Proofs[chunk.Index], bytes);
        return true;
    }

    /// <summary>All bytes of an item of which every chunk is here.</summary>
    /// <exception cref="KeyNotFoundException">The item is not kept.</exception>
    public ReadOnlyMemory<byte> BytesOf(ItemId id)
    {
        lock (guard)
        {
            return items[id].Bytes;
        }
    }

    public void Remove(IEnumerable<ItemId> ids)
    {
        lock (guard)
        {
            foreach (ItemId id in ids)
            {
                items.Remove(id);
            }
        }
    }

    /// <summary>Lets go of payloads up to the round, and of parameters that later ones replaced.</summary>
    /// <param name="resultsFrom">Oldest round whose parameters are kept.</param>
    /// <param name="statisticRounds">Rounds before this one have sums for results, which are kept.</param>
    public void Release(int closed, int resultsFrom, int statisticRounds)
    {
        lock (guard)
        {
            foreach (ItemId id in items.Keys.Where(id => id.Round <= closed).ToList())
            {
                if (!id.IsAggregate || (id.Round < resultsFrom && id.Round >= statisticRounds))
                {
                    items.Remove(id);
                }
            }
        }
    }
}
