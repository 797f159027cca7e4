using RingFed.Federation.Topology;
using RingFed.Simulation.Epochs;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>What operators may change from one epoch to the next.</summary>
internal static class Change
{
    public static FederationTopology Order(FederationTopology topology) => topology with { Silos = [.. topology.Silos.Reverse()] };

    public static FederationTopology Deadline(FederationTopology topology) =>
        topology with { Exchange = topology.Exchange with { RoundDeadline = TimeSpan.FromSeconds(77) } };

    public static Func<FederationTopology, FederationTopology> Without(string silo) =>
        topology => topology with { Silos = [.. topology.Silos.Where(entry => entry.Id != silo)] };

    public static Func<FederationTopology, FederationTopology> With(params string[] silos) =>
        topology => topology with { Silos = [.. topology.Silos, .. TopologyBook.Entries(silos)] };

    public static Func<FederationTopology, FederationTopology> Tolerating(int byzantine) => topology => topology with { Byzantine = byzantine };

    public static Func<FederationTopology, FederationTopology> Rounds(int rounds) =>
        topology => topology with { Exchange = topology.Exchange with { Rounds = rounds } };
}
