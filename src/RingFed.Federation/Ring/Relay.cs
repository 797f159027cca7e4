using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>
/// What goes where. Records spread over every link in both directions until both ends have them. Payload chunks go
/// clockwise only, from each silo to its successor, and stop before their origin: n - 1 hops. Aggregates go to whoever
/// asked. Each link first tells what it holds, so a broken transfer goes on at its missing chunks.
/// </summary>
internal sealed class Relay(SessionPlan plan, Neighbours neighbours, RecordPool pool, ChunkLedger ledger)
{
    public Summary Summarise(int closed) => new(
        closed,
        [.. pool.All.Where(record => record.Round > closed).Select(record => record.Id)],
        [.. ledger.OpenPayloads(closed).Select(item => new ItemHolding(item.Id, item.Chunks.ToBitmap()))]);

    /// <summary>The peer told what it holds: send it what it lacks.</summary>
    public void Synchronise(Link link, Summary summary, long now, List<RingEffect> effects)
    {
        link.IsSynchronised = true;
        link.KnownRecords.UnionWith(summary.Records);
        foreach (SignedRecord record in pool.All.Where(record => record.Round > summary.Closed))
        {
            Pass(link, record, now, effects);
        }

        foreach (ItemHolding holding in summary.Items)
        {
            link.Feed.PeerHolds(holding.Item, ChunkSet.FromBitmap(holding.Chunks.Span));
        }

        foreach (LedgerItem item in ledger.OpenPayloads(summary.Closed).Where(item => Feeds(link, item.Id)))
        {
            link.Feed.OfferAll(item);
        }

        Pump(link, now, effects);
    }

    /// <summary>Passes a record on to every neighbour that does not have it yet.</summary>
    public void Spread(SignedRecord record, long now, List<RingEffect> effects)
    {
        foreach (Link link in neighbours.Synchronised)
        {
            Pass(link, record, now, effects);
        }
    }

    /// <summary>Cut-through: a verified chunk is on its way to the next silo before the rest of its item is here.</summary>
    public void Forward(ChunkId chunk, long now, List<RingEffect> effects)
    {
        foreach (Link link in neighbours.Synchronised.Where(link => Feeds(link, chunk.Item)))
        {
            link.Feed.Offer(chunk);
            Pump(link, now, effects);
        }
    }

    /// <summary>A whole item of this silo sets out.</summary>
    public void Forward(LedgerItem item, long now, List<RingEffect> effects)
    {
        foreach (Link link in neighbours.Synchronised.Where(link => Feeds(link, item.Id)))
        {
            link.Feed.OfferAll(item);
            Pump(link, now, effects);
        }
    }

    /// <summary>Answers a neighbour that missed a close. Without the aggregate there is nothing to say; it asks elsewhere.</summary>
    public void Serve(Link link, Want want, long now, List<RingEffect> effects)
    {
        // Asking twice on one link would only queue the same chunks again.
        if (link.Serving == want.Item.Round || ledger.Find(want.Item) is not { Id.IsAggregate: true, Chunks.IsComplete: true } item)
        {
            return;
        }

        link.Serving = want.Item.Round;
        link.Feed.PeerHolds(item.Id, ChunkSet.FromBitmap(want.Held.Span));
        link.Feed.OfferAll(item);
        Pump(link, now, effects);
    }

    /// <summary>
    /// Asks one neighbour that closed the round for its aggregate; another when that link is lost, or has sent nothing
    /// of it for some time, because what a neighbour says it closed is only its word.
    /// </summary>
    public void Fetch(LedgerItem aggregate, long now, List<RingEffect> effects)
    {
        int round = aggregate.Id.Round;
        if (aggregate.Chunks.IsComplete
            || neighbours.Synchronised.Any(link => link.Fetching == round && now - link.FetchHeardAt < plan.Times.FetchMs))
        {
            return;
        }

        if (neighbours.Synchronised.Where(link => neighbours.ClosedBy(link.Peer) >= round).MinBy(link => link.FetchHeardAt) is { } source)
        {
            (source.Fetching, source.FetchHeardAt) = (round, now);
            neighbours.Say(source, new Want(aggregate.Id, aggregate.Chunks.ToBitmap()), now, effects);
        }
    }

    /// <summary>Tells every peer that was sent a summary, also one whose own has not come yet: nothing else would ever tell it.</summary>
    public void Tell(Progress progress, long now, List<RingEffect> effects)
    {
        foreach (Link link in neighbours.Greeted)
        {
            neighbours.Say(link, progress, now, effects);
        }
    }

    public void Pump(Link link, long now, List<RingEffect> effects)
    {
        while (link.Feed.TryTake(out ChunkId chunk))
        {
            link.SaidAt = now;
            effects.Add(new SendChunk(link.Id, chunk));
        }
    }

    /// <summary>What peers know of closed rounds need not be remembered.</summary>
    public void ReleaseKnown()
    {
        HashSet<Digest> open = [.. pool.All.Select(record => record.Id)];
        foreach (Link link in neighbours.Synchronised)
        {
            link.KnownRecords.IntersectWith(open);
        }
    }

    private bool Feeds(Link link, ItemId item) =>
        !item.IsAggregate
        && link.Peer == plan.Successor
        && item.Origin != plan.Successor
        && item.Round > neighbours.ClosedBy(link.Peer);

    private void Pass(Link link, SignedRecord record, long now, List<RingEffect> effects)
    {
        if (link.KnownRecords.Add(record.Id))
        {
            neighbours.Say(link, new RecordMessage(record), now, effects);
        }
    }
}
