using RingFed.Federation.Topology;

namespace RingFed.Federation.Ring.Liveness;

/// <summary>
/// Which silos this one may be connected to: those at most <see cref="ReachMax"/> places away. The nearest of each side
/// always, the others as a bypass when nearer ones cannot be reached. In a small ring places coincide: in one of four,
/// the silo two places on is the same in both directions.
/// </summary>
internal sealed class RingEdges
{
    /// <summary>Two adjacent silos may be gone, and the one behind them is still reached.</summary>
    public const int ReachMax = RosterEdges.Reach;

    private RingEdges(int self, int silos)
    {
        Clockwise = [.. Enumerable.Range(1, Math.Min(ReachMax, silos - 1)).Select(places => (self + places) % silos)];
        Anticlockwise = [.. Enumerable.Range(1, Math.Min(ReachMax, silos - 1)).Select(places => (self + silos - places) % silos)];
        All = [.. Clockwise.Union(Anticlockwise).Order()];
        Near = [.. new[] { Clockwise[0], Anticlockwise[0] }.Distinct()];
    }

    /// <summary>The silos after this one, nearest first.</summary>
    public IReadOnlyList<int> Clockwise { get; }

    /// <summary>The silos before this one, nearest first.</summary>
    public IReadOnlyList<int> Anticlockwise { get; }

    /// <summary>Successor and predecessor; one silo in a ring of two.</summary>
    public IReadOnlyList<int> Near { get; }

    /// <summary>Every silo that may connect to this one, in roster order.</summary>
    public IReadOnlyList<int> All { get; }

    public static RingEdges Of(SessionPlan plan) => new(plan.Self, plan.Silos);

    public bool IsNear(int peer) => Near.Contains(peer);
}
