using RingFed.Federation.Ring;

namespace RingFed.Simulation.Epochs;

/// <summary>What topologies leave to the run: how long everything takes.</summary>
internal sealed class PlanMaker(SimulationOptions options)
{
    /// <summary>Nobody goes home before all have finished: when silos do is another question than whether rounds close.</summary>
    private const long LingerMs = 1L << 40;

    public SessionTimes Times { get; } = SessionTimes.Paced(options.SuspicionMs) with { LingerMs = LingerMs };

    public int StatisticRounds => options.StatisticRounds;

    /// <summary>Of a silo whose closes lead to the epoch.</summary>
    public SessionPlan Of(EpochPath path, string silo) => Of(path.Topology, silo) with
    {
        FirstRound = path.FirstRound,
        OpeningClose = path.Opening,
        Earlier = path.Earlier,
    };

    /// <summary>Of a silo that is new in the epoch and does not know where it began.</summary>
    public SessionPlan Entering(SimulatedTopology topology, string silo) => Of(topology, silo) with { IsEntering = true };

    private SessionPlan Of(SimulatedTopology topology, string silo) => new(
        TopologyBook.Federation,
        topology.Epoch,
        topology.Digest,
        topology.Roster,
        topology.Terms.PlaceOf(silo),
        options.StatisticRounds,
        topology.Rounds,
        Nonce: 0,
        Times)
    {
        Byzantine = topology.Terms.Byzantine,
        ClosingRounds = options.ClosingRounds,
        RoundDeadlineMs = options.RoundDeadlineMs,
        ExchangesWithNeighbours = options.ExchangesWithNeighbours,
        Previous = topology.Previous,
    };
}
