using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Liveness;

namespace RingFed.Federation.Ring;

/// <summary>
/// Asks for what does not come by itself: an item of which nothing comes although the flow stands still, one that the
/// round waits for, and the aggregate of a round that this silo missed. One peer at a time: first the one that should be
/// sending it, then those that are known to hold it, then the others; and those behind the neighbours when the neighbours
/// do not help. So a silo that drops what it should relay, or dribbles, is gone around.
/// </summary>
internal sealed class Puller(SessionPlan plan, RingWatch watch, Neighbours neighbours, ChunkLedger ledger)
{
    /// <summary>The round cannot go on without the item.</summary>
    public void Urge(LedgerItem item, long now, List<RingEffect> effects)
    {
        if (item.Chunks.IsComplete || item.Wish is { IsUrgent: true })
        {
            return;
        }

        item.Wish = new Wish(now) { IsUrgent = true };
        if (item.Id.IsAggregate)
        {
            // Nobody sends an aggregate unasked, so there is nothing to wait for.
            Ask(item, item.Wish, null, now, effects);
        }
    }

    /// <summary>Asks again, or for the first time, for what stalls; the least recently asked for first.</summary>
    public void Tick(long now, List<RingEffect> effects)
    {
        Link? feeder = neighbours.UsableLinkTo(plan.Predecessor, now);
        List<LedgerItem> missing = [.. ledger.Incomplete];
        int room = SessionCaps.PullsMax - missing.Count(item => item.Wish?.AskedAt is not null && item.Pace.IsBrisk(plan.Times.StallMs, now));
        foreach (LedgerItem item in missing.OrderByDescending(item => item.Wish?.IsUrgent).ThenBy(item => item.Wish?.AskedAt))
        {
            item.Wish ??= new Wish(now);
            if (room > 0 && IsStalled(item, item.Wish, feeder, now))
            {
                Ask(item, item.Wish, feeder, now, effects);
                room--;
            }
        }
    }

    private bool IsStalled(LedgerItem item, Wish wish, Link? feeder, long now)
    {
        bool isPushed = feeder is not null && !wish.IsUrgent;
        long patience = item.Id.IsAggregate || (isPushed && wish.AskedAt is null) ? plan.Times.StallMs : plan.Times.PullMs;
        return now - (wish.AskedAt ?? wish.Since + Travel(item)) >= patience
            && !item.Pace.IsBrisk(plan.Times.StallMs, now)
            && !(isPushed && feeder!.Pace.IsBrisk(plan.Times.StallMs, now));
    }

    private long Travel(LedgerItem item) => item.Id.IsAggregate ? 0 : plan.Times.HopMs * plan.PlacesFrom(item.Id.Origin, plan.Self);

    private void Ask(LedgerItem item, Wish wish, Link? feeder, long now, List<RingEffect> effects)
    {
        Link? source = Next(item, wish, feeder, now);
        if (source is null)
        {
            watch.DemandBypass(now);
            wish.Asked = default;
            source = Next(item, wish, feeder, now);
        }

        wish.AskedAt = now;
        if (source is not null)
        {
            wish.Asked = wish.Asked.With(source.Peer);
            neighbours.Say(source, new Want(item.Id, item.Chunks.ToBitmap()), now, effects);
        }
    }

    /// <summary>Whom to ask next; null when all that may have it were asked.</summary>
    private Link? Next(LedgerItem item, Wish wish, Link? feeder, long now) =>
        neighbours.Synchronised
            .Where(link => !wish.Asked.Contains(link.Peer) && watch.IsUsable(link.Peer, now))
            .Where(link => item.Id.IsAggregate ? HasClosed(link, item) : !HasClosed(link, item) && MayHave(link, item, wish, feeder))
            .MinBy(link => link == feeder ? 0 : IsHolder(link, item) ? 1 : 2);

    /// <summary>While the flow works, a silo behind the neighbours is asked only when it is known to have more: it would send all of it twice.</summary>
    private bool MayHave(Link link, LedgerItem item, Wish wish, Link? feeder) =>
        feeder is null || wish.IsUrgent || watch.Edges.IsNear(link.Peer) || IsHolder(link, item);

    private bool HasClosed(Link link, LedgerItem item) => neighbours.ClosedBy(link.Peer) >= item.Id.Round;

    private static bool IsHolder(Link link, LedgerItem item) => link.Peer == item.Id.Origin || link.Feed.CanSpare(item);
}
