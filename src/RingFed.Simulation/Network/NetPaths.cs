namespace RingFed.Simulation.Network;

/// <summary>All paths between machines, and which of them a ring uses: from each machine to those at most three places away.</summary>
/// <param name="machines">All there are, also those in no ring yet.</param>
internal sealed class NetPaths(int machines)
{
    private readonly Dictionary<int, NetPath> paths = [];
    private readonly List<RingOrder> rings = [];
    private readonly List<int> used = [];

    /// <summary>Machines of any ring that is, was or may come to be in force.</summary>
    public IReadOnlyList<int> Used => used;

    /// <summary>Its paths are used from now on too.</summary>
    public void Add(RingOrder ring)
    {
        rings.Add(ring);
        used.AddRange(ring.Machines.Except(used));
    }

    public NetPath Between(int from, int to)
    {
        int pair = (from * machines) + to;
        if (!paths.TryGetValue(pair, out NetPath? path))
        {
            paths[pair] = path = new NetPath();
        }

        return path;
    }

    /// <summary>Machines that this one may have connections with, by ring and then nearest first, without itself.</summary>
    public IEnumerable<int> Around(int machine) => rings.Count == 1 ? rings[0].Around(machine) : rings.SelectMany(ring => ring.Around(machine)).Distinct();
}
