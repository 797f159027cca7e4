using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Federation.Transport;

/// <summary>
/// Bytes of the items that travel, each in one piece, with what proves their chunks. Lock: every member, because chunks
/// are verified on many threads; bytes once stored are never written again, so they are read outside it by who has pinned
/// the item: memory of one that was let go is used again when the last pin is gone, and not before.
/// </summary>
internal sealed class PayloadStore(PayloadBuffers? buffers = null) : IDisposable
{
    private readonly PayloadBuffers buffers = buffers ?? PayloadBuffers.Unbounded();
    private readonly Dictionary<ItemId, Item> items = [];
    private readonly Lock guard = new();

    /// <summary>Lock: the store's, for pins and what follows from them.</summary>
    private abstract class Item(PayloadStore store, PayloadManifest manifest) : IDisposable
    {
        public int Pins { get; set; }

        public bool IsLetGo { get; set; }

        /// <summary>Bytes in one piece; null when they are read a chunk at a time.</summary>
        public abstract PayloadBuffer? Buffer { get; }

        public long Length => manifest.Length;

        protected PayloadManifest Manifest => manifest;

        /// <returns>Null when the chunk is not here.</returns>
        public abstract ChunkFrame? Open(ChunkId chunk);

        /// <summary>It is no longer kept, though it may still be pinned.</summary>
        public virtual void Retire()
        {
        }

        public abstract void GiveBack();

        /// <summary>Takes one pin away.</summary>
        public void Dispose() => store.Unpin(this);
    }

    /// <summary>All of it is here: made here, or read from the disk.</summary>
    private sealed class WholeItem(PayloadStore store, PayloadBuffer buffer, MerkleTree tree) : Item(store, tree.Manifest)
    {
        public override PayloadBuffer Buffer => buffer;

        public MerkleTree Tree => tree;

        // What a disk spoilt would be blamed on this silo.
        public override ChunkFrame? Open(ChunkId chunk)
        {
            byte[] proof = tree.Proof(chunk.Index);
            Memory<byte> bytes = buffer.Bytes.Slice(chunk.Index * Manifest.ChunkBytes, Manifest.BytesOf(chunk.Index));
            return buffer.IsMapped && !Merkle.Verify(Manifest, chunk.Index, bytes.Span, proof) ? null : new ChunkFrame(chunk, proof, bytes);
        }

        public override void GiveBack() => buffer.LetGo();
    }

    /// <summary>
    /// Read from its file when a chunk is asked for, and verified then.
    /// </summary>
    private sealed class FiledItem(PayloadStore store, PayloadFile file, MerkleTree tree) : Item(store, tree.Manifest)
    {
        public override PayloadBuffer? Buffer => null;

        public override ChunkFrame? Open(ChunkId chunk)
        {
            byte[] bytes = new byte[Manifest.BytesOf(chunk.Index)];
            byte[] proof = tree.Proof(chunk.Index);
            return file.TryRead((long)chunk.Index * Manifest.ChunkBytes, bytes) && Merkle.Verify(Manifest, chunk.Index, bytes, proof)
                ? new ChunkFrame(chunk, proof, bytes)
                : null;
        }

        public override void GiveBack() => file.Dispose();
    }

    /// <summary>Its memory is taken outside the store's lock, because it may be a file that is yet to be made.</summary>
    private sealed class ChunkedItem(PayloadStore store, PayloadManifest manifest) : Item(store, manifest)
    {
        public ChunkedPayload Payload { get; } = new(manifest, () => store.buffers.Take(checked((int)manifest.Length)));

        public override PayloadBuffer Buffer => Payload.Buffer;

        public override ChunkFrame? Open(ChunkId chunk) => Payload.Open(chunk);

        public override void Retire() => Payload.Retire();

        public override void GiveBack() => Payload.Release();
    }

    /// <summary>An item that is here as a whole: made here, or read from the disk. The store is a holder of its memory.</summary>
    public void Add(ItemId id, PayloadBuffer buffer, MerkleTree tree) => Put(id, new WholeItem(this, buffer.Hold(), tree));

    /// <summary>An item that is read from its file, which the store closes.</summary>
    public void Add(ItemId id, PayloadFile file, MerkleTree tree) => Put(id, new FiledItem(this, file, tree));

    /// <summary>From now on the item, when it is here as a whole, is read from its file.</summary>
    /// <returns>False when there is no such item, and the file is the caller's.</returns>
    public bool TryFile(ItemId id, PayloadFile file)
    {
        lock (guard)
        {
            if (items.GetValueOrDefault(id) is not WholeItem item)
            {
                return false;
            }

            LetGo(id);
            items[id] = new FiledItem(this, file, item.Tree);
            return true;
        }
    }

    /// <summary>A chunk of another silo's item, verified. Memory for the item is taken with its first good chunk.</summary>
    public void Add(ChunkFrame chunk, PayloadManifest manifest)
    {
        Item? item;
        lock (guard)
        {
            if (!items.TryGetValue(chunk.Chunk.Item, out item))
            {
                items[chunk.Chunk.Item] = item = new ChunkedItem(this, manifest);
            }

            item.Pins++;
        }

        try
        {
            (item as ChunkedItem)?.Payload.Keep(chunk);
        }
        finally
        {
            Unpin(item);
        }
    }

    /// <summary>Where a chunk may be received straight away, when chunks of its item were verified before.</summary>
    /// <returns>Null when it is to be received elsewhere.</returns>
    public ChunkLanding? TryLand(ChunkId chunk, int length)
    {
        using Item? item = TryPin(chunk.Item);
        return (item as ChunkedItem)?.Payload.TryLand(chunk.Index, length);
    }

    /// <summary>A chunk to be sent.</summary>
    /// <returns>Keeps it where it is until it is disposed, once; null when the item is no longer kept, or the chunk not here.</returns>
    public IDisposable? TryOpen(ChunkId chunk, out ChunkFrame frame)
    {
        frame = default;
        if (TryPin(chunk.Item) is not { } item)
        {
            return null;
        }

        if (item.Open(chunk) is { } open)
        {
            frame = open;
            return item;
        }

        item.Dispose();
        return null;
    }

    /// <summary>Keeps those of the items that are here where they are until the pin is disposed.</summary>
    public IDisposable Pin(IEnumerable<ItemId> ids) => new PinnedItems(this, [.. ids.Select(TryPin).OfType<Item>()]);

    /// <summary>All bytes of an item of which every chunk is here, and which is pinned, or is here as a whole.</summary>
    /// <exception cref="KeyNotFoundException">The item is not kept, or only in its file.</exception>
    public ReadOnlyMemory<byte> BytesOf(ItemId id)
    {
        lock (guard)
        {
            return BufferOf(id).Bytes[..checked((int)items[id].Length)];
        }
    }

    /// <summary>The item's memory with a holder more, who has it for as long as he likes.</summary>
    /// <exception cref="KeyNotFoundException">The item is not kept, or only in its file.</exception>
    public PayloadBuffer Hold(ItemId id)
    {
        lock (guard)
        {
            return BufferOf(id).Hold();
        }
    }

    public void Remove(IEnumerable<ItemId> ids)
    {
        lock (guard)
        {
            foreach (ItemId id in ids)
            {
                LetGo(id);
            }
        }
    }

    /// <summary>Results of rounds before that one that lie in memory.</summary>
    public IReadOnlyList<ItemId> ResultsBefore(int round)
    {
        lock (guard)
        {
            return [.. items.Where(one => one.Key.IsAggregate && one.Key.Round < round && one.Value is WholeItem).Select(one => one.Key)];
        }
    }

    /// <summary>Lets go of payloads up to the round, and of parameters that later ones replaced.</summary>
    /// <param name="resultsFrom">Oldest round whose parameters are kept; what statistic rounds gathered is.</param>
    public void Release(int closed, int resultsFrom, RoundPhases phases)
    {
        lock (guard)
        {
            foreach (ItemId id in items.Keys.Where(id => id.Round <= closed).ToList())
            {
                if (!id.IsAggregate || (id.Round < resultsFrom && phases.KindOf(id.Round) == RoundKind.Parameters))
                {
                    LetGo(id);
                }
            }
        }

        EndRound();
    }

    /// <summary>Lets go of everything.</summary>
    public void Dispose()
    {
        lock (guard)
        {
            foreach (ItemId id in items.Keys.ToList())
            {
                LetGo(id);
            }
        }
    }

    /// <summary>Memory that this round did not need is not kept for the next.</summary>
    public void EndRound() => buffers.EndRound();

    private sealed class PinnedItems(PayloadStore store, Item[] pinned) : IDisposable
    {
        private Item[] left = pinned;

        public void Dispose()
        {
            foreach (Item item in Interlocked.Exchange(ref left, []))
            {
                store.Unpin(item);
            }
        }
    }

    private PayloadBuffer BufferOf(ItemId id) => items[id] switch
    {
        ChunkedItem { Payload.IsWhole: false } => throw new KeyNotFoundException($"not every chunk of {id} is here"),
        var item => item.Buffer ?? throw new KeyNotFoundException($"{id} is kept in its file alone"),
    };

    private void Put(ItemId id, Item item)
    {
        lock (guard)
        {
            LetGo(id);
            items[id] = item;
        }
    }

    private Item? TryPin(ItemId id)
    {
        lock (guard)
        {
            if (items.TryGetValue(id, out Item? item))
            {
                item.Pins++;
            }

            return item;
        }
    }

    private void Unpin(Item item)
    {
        lock (guard)
        {
            item.Pins--;
            GiveBack(item);
        }
    }

    private void LetGo(ItemId id)
    {
        if (items.Remove(id, out Item? item))
        {
            item.IsLetGo = true;
            item.Retire();
            GiveBack(item);
        }
    }

    private static void GiveBack(Item item)
    {
        if (item is { IsLetGo: true, Pins: 0 })
        {
            item.GiveBack();
        }
    }
}
