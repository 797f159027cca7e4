using RingFed.Federation.Messages;
using RingFed.Federation.Topology;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Network;

namespace RingFed.Simulation.Faults;

/// <summary>
/// Who may be lost for good, and who may leave, while those who stay can still close every round: a quorum of them, and
/// connected. A leave takes effect at some time or never, so each must be borne either way.
/// </summary>
internal sealed class LossBudget(int byzantine, SimulatedSilo[] silos, NetPaths paths, RingChecker checker)
{
    private OriginSet asked;
    private int reserved;

    /// <summary>Silos that have not left as far as everyone counted on has stored.</summary>
    private OriginSet Active => checker.ActiveAfter(silos.Where(silo => silo.IsCountedOn).Min(silo => checker.ClosedBySilo[silo.Index]));

    /// <summary>Silos counted on that vote and did not ask to leave.</summary>
    public IReadOnlyList<SimulatedSilo> Sound => [.. silos.Where(silo => silo.IsCountedOn && Active.Contains(silo.Index) && !asked.Contains(silo.Index))];

    /// <summary>One of the sound ones may be lost.</summary>
    public bool MayLoseOne => Sound.Count - reserved > QuorumOf(Voters);

    /// <summary>One of the sound ones may leave. Whether the ring lets it is another question.</summary>
    public bool MayLeaveOne => Sound.Count - reserved > QuorumOf(Voters - 1);

    /// <summary>When all leaves that were asked for have taken effect.</summary>
    private int Voters => Active.Except(asked.Intersect(CountedOn)).Count;

    private OriginSet CountedOn => OriginSet.Of(silos.Where(silo => silo.IsCountedOn).Select(silo => silo.Index));

    /// <summary>One silo more than are lost for good is to stay.</summary>
    public void Reserve() => reserved = 1;

    public void Asked(SimulatedSilo silo) => asked = asked.With(silo.Index);

    /// <summary>Everyone counted on knows that the silo has left, so nobody needs it.</summary>
    public bool HasLeft(SimulatedSilo silo) => !Active.Contains(silo.Index);

    /// <summary>Those counted on reach each other without this one too.</summary>
    public bool IsConnectedWithout(SimulatedSilo silo)
    {
        OriginSet staying = CountedOn.Except(default(OriginSet).With(silo.Index));
        Queue<int> reached = new(staying.ToList().Take(1));
        OriginSet seen = OriginSet.Of(reached);
        while (reached.TryDequeue(out int one))
        {
            foreach (int other in paths.Around(one).Where(other => staying.Contains(other) && !seen.Contains(other)))
            {
                seen = seen.With(other);
                reached.Enqueue(other);
            }
        }

        return seen == staying;
    }

    private int QuorumOf(int count) => count < 1 ? int.MaxValue : new Quorum(count, Math.Min(byzantine, new Quorum(count, 0).ByzantineMax)).Votes;
}
