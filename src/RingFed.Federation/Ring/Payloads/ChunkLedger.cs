using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Payloads;

/// <summary>An item that is travelling, with the chunks held here.</summary>
internal sealed class LedgerItem(ItemId id, PayloadManifest manifest, ChunkSet chunks)
{
    public ItemId Id { get; } = id;

    public PayloadManifest Manifest { get; } = manifest;

    public ChunkSet Chunks { get; } = chunks;

    /// <summary>
    /// Differs from that of the same item before it was forgotten: its bytes went then, and chunks that were still being
    /// hashed do not count for this one.
    /// </summary>
    public long Registration { get; init; }

    public ChunkPace Pace { get; } = new();

    /// <summary>All of it is on the disk, so it outlives this process.</summary>
    public bool IsStored { get; set; }

    /// <summary>What is done to get it, once it is missed.</summary>
    public Wish? Wish { get; set; }
}

/// <summary>Which chunks of which items this silo holds. Bytes are elsewhere.</summary>
internal sealed class ChunkLedger
{
    private readonly Dictionary<ItemId, LedgerItem> items = [];
    private readonly HashSet<(int Round, int Origin)> distrusted = [];
    private long forgotten;

    public LedgerItem? Find(ItemId id) => items.GetValueOrDefault(id);

    public bool IsComplete(ItemId id) => Find(id) is { Chunks.IsComplete: true };

    /// <summary>It is here, and will be after a restart.</summary>
    public bool IsStored(ItemId id) => Find(id) is { IsStored: true };

    /// <summary>
    /// The origin signed two envelopes for the round, or one of a length that none of this model has. Which of them a neighbour
    /// holds, whether it knows what lengths there are, and whether the roots are of any bytes at all, is not known here: chunks
    /// of it that cannot be placed or checked say nothing about who sent them.
    /// </summary>
    public void Distrust(int round, int origin) => distrusted.Add((round, origin));

    public bool IsDistrusted(ItemId id) => distrusted.Contains((id.Round, id.Origin));

    /// <summary>An item becomes known with nothing of it held; a known one stays as it is.</summary>
    public LedgerItem Register(ItemId id, PayloadManifest manifest)
    {
        if (!items.TryGetValue(id, out LedgerItem? item))
        {
            items[id] = item = new LedgerItem(id, manifest, new ChunkSet(manifest.ChunkCount)) { Registration = forgotten };
        }

        return item;
    }

    /// <summary>An item that is on the disk whole, because it was made here or found there.</summary>
    public LedgerItem RegisterWhole(ItemId id, PayloadManifest manifest) =>
        items[id] = new LedgerItem(id, manifest, ChunkSet.Full(manifest.ChunkCount)) { IsStored = true, Registration = forgotten };

    /// <summary>Its bytes are let go. It may become known again, with nothing of it held.</summary>
    public void Forget(ItemId id) => forgotten += items.Remove(id) ? 1 : 0;

    /// <summary>Payloads of rounds after <paramref name="closed"/>, oldest first.</summary>
    public IEnumerable<LedgerItem> OpenPayloads(int closed) =>
        items.Values.Where(item => !item.Id.IsAggregate && item.Id.Round > closed)
            .OrderBy(item => item.Id.Round).ThenBy(item => item.Id.Origin);

    /// <summary>Items of which chunks are missing, oldest first.</summary>
    public IEnumerable<LedgerItem> Incomplete =>
        items.Values.Where(item => !item.Chunks.IsComplete).OrderBy(item => item.Id.Round).ThenBy(item => item.Id.Origin);

    /// <summary>
    /// Forgets what no neighbour needs: payloads of closed rounds, whose results are agreed on; parameters that later ones
    /// replaced; and what was being fetched and is not wanted any more. What was gathered has no replacement and is kept.
    /// </summary>
    /// <param name="resultsFrom">Oldest round whose parameters are kept.</param>
    public void Release(int closed, int resultsFrom, RoundPhases phases)
    {
        distrusted.RemoveWhere(one => one.Round <= closed);
        foreach (LedgerItem item in items.Values.Where(item => item.Id.Round <= closed).ToList())
        {
            bool isKept = item.Id.IsAggregate
                && item.Chunks.IsComplete
                && (item.Id.Round >= resultsFrom || phases.KindOf(item.Id.Round) == RoundKind.Statistic);
            if (!isKept)
            {
                items.Remove(item.Id);
            }
        }
    }
}
