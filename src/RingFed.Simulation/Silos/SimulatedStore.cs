using RingFed.Federation.Messages;

namespace RingFed.Simulation.Silos;

/// <summary>Chunks that a silo holds. A chunk's content is the root that it proves; anything else is not what was signed.</summary>
internal sealed class SimulatedStore
{
    private readonly Dictionary<ItemId, Item> items = [];

    private sealed record Item(ChunkSet Chunks)
    {
        /// <summary>Chunks that were taken for good and are not; null while there are none.</summary>
        public Dictionary<int, Digest>? Wrong { get; set; }
    }

    /// <summary>A whole item, made here or read from the disk.</summary>
    public void Fill(ItemId id, PayloadManifest manifest) => items[id] = new Item(ChunkSet.Full(manifest.ChunkCount));

    public void Add(ChunkId chunk, PayloadManifest manifest, Digest content)
    {
        if (!items.TryGetValue(chunk.Item, out Item? item))
        {
            items[chunk.Item] = item = new Item(new ChunkSet(manifest.ChunkCount));
        }

        item.Chunks.Add(chunk.Index);
        if (content != manifest.Root)
        {
            (item.Wrong ??= [])[chunk.Index] = content;
        }
    }

    public bool TryGet(ChunkId chunk, out Digest content)
    {
        content = default;
        if (!items.TryGetValue(chunk.Item, out Item? item) || !item.Chunks.Contains(chunk.Index))
        {
            return false;
        }

        content = item.Wrong?.GetValueOrDefault(chunk.Index, chunk.Item.Root) ?? chunk.Item.Root;
        return true;
    }

    /// <summary>Every chunk of the item is here and is what its origin signed.</summary>
    public bool HoldsAll(ItemId id) =>
        items.TryGetValue(id, out Item? item) && item.Chunks.IsComplete && item.Wrong is null;

    public void Release(Func<ItemId, bool> outdated)
    {
        foreach (ItemId id in items.Keys.Where(outdated).ToList())
        {
            items.Remove(id);
        }
    }
}
