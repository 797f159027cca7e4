using RingFed.Federation.Messages;
using RingFed.Federation.Topology;
using RingFed.Simulation.Network;

namespace RingFed.Simulation.Faults;

/// <summary>A ring that is in force or may come to be: the newest epoch's, or that of a draft.</summary>
/// <param name="Order">Its machines.</param>
/// <param name="Active">Machines that have not left it.</param>
internal sealed record PossibleRing(RingOrder Order, int Byzantine, OriginSet Active)
{
    /// <summary>q of so many silos that stay.</summary>
    public int QuorumOf(int count) => count < 1 ? int.MaxValue : new Quorum(count, Math.Min(Byzantine, new Quorum(count, 0).ByzantineMax)).Votes;

    /// <summary>These reach each other over connections of the ring alone.</summary>
    public bool Connects(OriginSet staying)
    {
        Queue<int> reached = new(staying.ToList().Take(1));
        OriginSet seen = OriginSet.Of(reached);
        while (reached.TryDequeue(out int one))
        {
            foreach (int other in Order.Around(one).Where(other => staying.Contains(other) && !seen.Contains(other)))
            {
                seen = seen.With(other);
                reached.Enqueue(other);
            }
        }

        return seen == staying;
    }
}
