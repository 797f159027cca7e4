using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Simulation.Epochs;

/// <summary>What closes are held against in an epoch.</summary>
/// <param name="Topology">Digest of its topology.</param>
internal sealed record EpochTerms(int Epoch, Digest Topology, IReadOnlyList<string> Roster, int Byzantine)
{
    private readonly Dictionary<string, int> places =
        Roster.Select((silo, place) => (silo, place)).ToDictionary(pair => pair.silo, pair => pair.place);

    public static EpochTerms Of(SessionPlan plan) => new(plan.Epoch, plan.Topology, plan.Roster, plan.Byzantine);

    /// <returns>-1 for a silo outside the roster.</returns>
    public int PlaceOf(string silo) => places.GetValueOrDefault(silo, -1);
}
