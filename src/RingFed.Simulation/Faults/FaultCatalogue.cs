namespace RingFed.Simulation.Faults;

/// <summary>All faults that the simulator knows. The order is part of a seed's meaning: append only.</summary>
public static class FaultCatalogue
{
    /// <summary>Every fault, first those of the network, then of single silos, then attackers, then changes of the topology.</summary>
    public static IReadOnlyList<FaultKind> All { get; } = [.. NetworkFaults.All, .. SiloFaults.All, .. AttackFaults.All, .. EpochFaults.All];

    /// <summary>Those of them that strike neighbour exchange: no round closes there that could carry another epoch.</summary>
    public static IEnumerable<FaultKind> SurvivedByNeighbours(IEnumerable<FaultKind> faults) => faults.Where(kind => !EpochFaults.All.Contains(kind));

    /// <summary>Names as in <c>--faults</c>: "all" that the ring survives, "none", or some of the catalogue with commas between.</summary>
    /// <exception cref="ArgumentException">A name is not in the catalogue; the message lists those that are.</exception>
    public static IReadOnlyList<FaultKind> Parse(string list) => list switch
    {
        "all" => [.. All.Where(kind => kind.IsSurvived)],
        "none" => [],
        _ => [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().Select(Find)],
    };

    /// <exception cref="ArgumentException">It is not in the catalogue; the message lists those that are.</exception>
    public static FaultKind Find(string name) => All.FirstOrDefault(kind => kind.Name == name)
        ?? throw new ArgumentException($"no fault is called '{name}'; there are: {string.Join(", ", All)}; or say all, or none");
}
