namespace RingFed.Federation.Ring.Liveness;

/// <summary>
/// Which silos are dialled: successor and predecessor always; the next one of a side as soon as all nearer ones of that
/// side are in doubt, also one that another silo says it cannot reach (this one looks for itself, as SWIM's indirect
/// probes do), and all of them for a while when something is missed that no neighbour sends. A peer that is kept away is
/// not dialled, and counts as unusable.
/// </summary>
internal sealed class EdgeKeeper(SessionTimes times, RingEdges edges, FailureDetector detector, Shuns shuns)
{
    private readonly SortedSet<int> open = [.. edges.Near];
    private readonly SortedDictionary<int, long> neededAt = [];

    public bool IsOpen(int peer) => open.Contains(peer);

    public void Start(long now)
    {
        foreach (int peer in edges.Near)
        {
            detector.Watch(peer, now);
        }
    }

    /// <summary>The silo is to be reached for a while, whatever its neighbours are like.</summary>
    public void Demand(int peer, long now) => neededAt[peer] = now;

    public void Tick(long now, List<RingEffect> effects)
    {
        foreach (int peer in edges.All)
        {
            if (IsBehindDoubtful(edges.Clockwise, peer, now) || IsBehindDoubtful(edges.Anticlockwise, peer, now))
            {
                Demand(peer, now);
            }
        }

        foreach (int peer in edges.All)
        {
            Adjust(peer, now, effects);
        }
    }

    /// <summary>Shunned at this moment: not dialled from now on.</summary>
    public void Adjust(int peer, long now, List<RingEffect> effects)
    {
        bool needed = edges.IsNear(peer) || (neededAt.TryGetValue(peer, out long at) && now - at < times.SettleMs);
        if (needed && !shuns.Contains(peer, now))
        {
            if (open.Add(peer))
            {
                detector.Watch(peer, now);
                effects.Add(new OpenEdge(peer));
            }
        }
        else if (open.Remove(peer))
        {
            detector.Unwatch(peer);
            effects.Add(new CloseEdge(peer));
        }
    }

    private bool IsBehindDoubtful(IReadOnlyList<int> side, int peer, long now)
    {
        int place = side.TakeWhile(other => other != peer).Count();
        return place > 0 && place < side.Count && side.Take(place).All(nearer => IsUnusable(nearer, now));
    }

    private bool IsUnusable(int peer, long now) => shuns.Contains(peer, now) || detector.IsDoubtful(peer, now);
}
