namespace RingFed.Simulation.Network;

/// <summary>All paths of a ring: from each silo to those at most three places away, in both directions. No others are ever used.</summary>
internal sealed class NetPaths
{
    private const int Reach = 3;
    private const int PerSilo = 2 * Reach + 1;
    private readonly NetPath?[] paths;
    private readonly int silos;

    public NetPaths(int silos)
    {
        this.silos = silos;
        paths = new NetPath?[silos * PerSilo];
    }

    public NetPath Between(int from, int to) => paths[SlotOf(from, to)] ??= new NetPath();

    /// <summary>A number of the ordered pair, below <see cref="Slots"/>.</summary>
    /// <exception cref="ArgumentException">The silos are farther apart than any connection of the ring.</exception>
    public int SlotOf(int from, int to)
    {
        int ahead = (to - from + silos) % silos;
        int place = silos <= PerSilo || ahead <= Reach ? ahead : PerSilo - (silos - ahead);
        return place is >= 0 and < PerSilo
            ? (from * PerSilo) + place
            : throw new ArgumentException($"silo {from} has no business with silo {to} in a ring of {silos}");
    }

    public int Slots => paths.Length;

    /// <summary>Silos at most this many places from it, nearest first, without itself.</summary>
    public IEnumerable<int> Around(int silo, int reach = Reach)
    {
        HashSet<int> seen = [silo];
        for (int step = 1; step <= reach; step++)
        {
            foreach (int other in new[] { (silo + step) % silos, (silo + silos - (step % silos)) % silos })
            {
                if (seen.Add(other))
                {
                    yield return other;
                }
            }
        }
    }
}
