using RingFed.Federation.Topology;

namespace RingFed.Daemon.Status;

/// <summary>
/// Silos of both epochs that could not be led over if they were away during the change: such a silo finds the others by a
/// ring neighbour that it has then and may dial now, and the draft leaves it none.
/// </summary>
internal static class StrandedSilos
{
    /// <returns>A warning for each, in the draft's order.</returns>
    public static IEnumerable<string> Of(FederationTopology current, FederationTopology next) =>
        from silo in next.Silos
        where current.IndexOf(silo.Id) >= 0
        let neighbours = NeighboursOf(next, silo.Id)
        where !neighbours.Any(neighbour => Knows(current, silo.Id, neighbour))
        select $"{silo.Id} must not be away during the change, for nobody could lead it over: {string.Join(" and ", neighbours.Select(neighbour => neighbour.Id))}, beside it in the draft, "
            + $"{(neighbours.Count == 1 ? "is" : "are")} not within {RosterEdges.Reach} places of it now with the same key and address; put a silo beside it that is";

    private static List<SiloEntry> NeighboursOf(FederationTopology topology, string silo) =>
        [.. RosterEdges.Of(topology.Silos.Count, topology.IndexOf(silo)).Always.Select(place => topology.Silos[place])];

    private static bool Knows(FederationTopology current, string silo, SiloEntry neighbour)
    {
        RosterEdges edges = RosterEdges.Of(current.Silos.Count, current.IndexOf(silo));
        return edges.Always.Concat(edges.Bypass).Any(place => current.Silos[place] == neighbour);
    }
}
