namespace RingFed.Federation.Topology;

/// <summary>
/// Whom a silo may be connected to: the silos at most <see cref="Reach"/> places away. One place is the ring; two and
/// three bypass one or two silos in a row that cannot be reached. Firewalls need to let through these and no others.
/// </summary>
/// <param name="Always">Predecessor and successor; one silo in a ring of two.</param>
/// <param name="Bypass">The others, by places: two away, then three.</param>
public sealed record RosterEdges(IReadOnlyList<int> Always, IReadOnlyList<int> Bypass)
{
    public const int Reach = 3;

    /// <param name="silos">n, of the roster.</param>
    /// <param name="self">Place in the roster.</param>
    public static RosterEdges Of(int silos, int self)
    {
        List<int> near = [];
        for (int places = 1; places <= Reach; places++)
        {
            near.Add((self + silos - places % silos) % silos);
            near.Add((self + places) % silos);
        }

        int[] distinct = [.. near.Where(silo => silo != self).Distinct()];
        int always = Math.Min(2, silos - 1);
        return new RosterEdges(distinct[..always], distinct[always..]);
    }
}
