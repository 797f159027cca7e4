using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Ring;

/// <summary>Decides which chunks are worth hashing, and books those that hold.</summary>
internal sealed class ChunkIntake(SessionPlan plan, Neighbours neighbours, ChunkLedger ledger)
{
    // Chunks overtake nothing, but their envelope's signature may still be in the works when they come.
    private readonly List<ChunkArrived> parked = [];

    public void Receive(ChunkArrived arrived, int closed, List<RingEffect> effects)
    {
        ItemId item = arrived.Chunk.Item;
        if (neighbours.Find(arrived.Link) is not { } link)
        {
            effects.Add(new DropChunk(arrived.Token));
        }
        else if (!link.IsSynchronised)
        {
            effects.Add(new DropChunk(arrived.Token));
            Blame(link, new WireFault(WireFaultCode.UnexpectedFrame, "a chunk before the summary"), effects);
        }
        else if (ledger.Find(item) is { } known)
        {
            Examine(link, arrived, known, effects);
        }
        else if (IsOutdated(item, closed))
        {
            effects.Add(new DropChunk(arrived.Token));
        }
        else if (!item.IsAggregate && item.Origin < plan.Silos && item.Origin != plan.Self && !ledger.IsDistrusted(item))
        {
            Park(link, arrived, effects);
        }
        else
        {
            effects.Add(new DropChunk(arrived.Token));
        }
    }

    /// <summary>The item's envelope was accepted: what waited for it can be checked.</summary>
    public void Release(LedgerItem item, List<RingEffect> effects)
    {
        foreach (ChunkArrived arrived in parked.Where(chunk => chunk.Chunk.Item == item.Id).ToList())
        {
            parked.Remove(arrived);
            Examine(neighbours.Find(arrived.Link), arrived, item, effects);
        }
    }

    /// <summary>A round closed: nothing of it is waited for any longer.</summary>
    public void DropUntil(int closed, List<RingEffect> effects) => Drop(chunk => IsOutdated(chunk.Chunk.Item, closed), effects);

    /// <summary>Links ended: what came over them goes too, or every reconnection could leave a cap's worth behind.</summary>
    public void DropLost(List<RingEffect> effects) => Drop(chunk => neighbours.Find(chunk.Link) is null, effects);

    /// <returns>The item when the chunk is good and new.</returns>
    public LedgerItem? Accept(ChunkVerified verified, long now, List<RingEffect> effects)
    {
        Link? link = neighbours.Find(verified.Link);
        if (!verified.Holds && ledger.IsDistrusted(verified.Chunk.Item) && (link is null || link.Forgiven++ < SessionCaps.ForgivenMax))
        {
            return null;
        }

        if (!verified.Holds)
        {
            Blame(link, new WireFault(WireFaultCode.ProofFailed, $"chunk {verified.Chunk.Index} of {verified.Chunk.Item} fails its proof"), effects);
            return null;
        }

        if (ledger.Find(verified.Chunk.Item) is not { } item)
        {
            return null;
        }

        link?.Feed.PeerHolds(item.Id, item.Manifest.ChunkCount, verified.Chunk.Index);
        if (!item.Chunks.Add(verified.Chunk.Index))
        {
            return null;
        }

        item.Pace.Count(now);
        link?.Pace.Count(now);
        return item;
    }

    private void Drop(Func<ChunkArrived, bool> which, List<RingEffect> effects)
    {
        if (parked.Count == 0)
        {
            return;
        }

        foreach (ChunkArrived arrived in parked.Where(which).ToList())
        {
            parked.Remove(arrived);
            effects.Add(new DropChunk(arrived.Token));
        }
    }

    private void Examine(Link? link, ChunkArrived arrived, LedgerItem item, List<RingEffect> effects)
    {
        if ((uint)arrived.Chunk.Index >= (uint)item.Manifest.ChunkCount)
        {
            effects.Add(new DropChunk(arrived.Token));
            Blame(link, new WireFault(WireFaultCode.Malformed, $"{item.Id} has no chunk {arrived.Chunk.Index}"), effects);
        }
        else if (item.Chunks.Contains(arrived.Chunk.Index))
        {
            effects.Add(new DropChunk(arrived.Token));
        }
        else
        {
            effects.Add(new VerifyChunk(arrived.Link, arrived.Token, arrived.Chunk, item.Manifest));
        }
    }

    private void Park(Link link, ChunkArrived arrived, List<RingEffect> effects)
    {
        if (parked.Count(chunk => chunk.Link == link.Id) < SessionCaps.ChunksParkedMax)
        {
            parked.Add(arrived);
            return;
        }

        effects.Add(new DropChunk(arrived.Token));
        Blame(link, new WireFault(WireFaultCode.TooMany, "chunks without their envelope"), effects);
    }

    private void Blame(Link? link, WireFault fault, List<RingEffect> effects)
    {
        if (link is not null)
        {
            neighbours.Close(link, fault, effects);
        }
    }

    private static bool IsOutdated(ItemId item, int closed) =>
        item.Round <= closed || item.Round > closed + SessionCaps.RoundsAhead;
}
