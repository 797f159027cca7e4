using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Epochs;

namespace RingFed.Simulation.Epochs;

/// <summary>An epoch, and how a silo's closes lead there.</summary>
/// <param name="Opening">Id of the close that carried it; null for the founding epoch.</param>
/// <param name="Earlier">Oldest first.</param>
internal sealed record EpochPath(SimulatedTopology Topology, int FirstRound, Digest? Opening, IReadOnlyList<EarlierEpoch> Earlier)
{
    public static EpochPath Founding(SimulatedTopology topology) => new(topology, 0, null, []);

    /// <summary>The epoch that the close carried.</summary>
    public EpochPath After(RoundClose close, SimulatedTopology next) => new(
        next,
        close.Round + 1,
        close.Id,
        [.. Earlier, new EarlierEpoch(Topology.Epoch, Topology.Digest, FirstRound, Topology.Roster) { Byzantine = Topology.Terms.Byzantine }]);
}
