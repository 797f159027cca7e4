using RingFed.Federation.Ring.Liveness;

namespace RingFed.Simulation.Network;

/// <summary>Machines in the order of a ring: who may connect to whom in it.</summary>
internal sealed class RingOrder(IReadOnlyList<int> machines)
{
    private readonly Dictionary<int, int> places = machines.Select((machine, place) => (machine, place)).ToDictionary(pair => pair.machine, pair => pair.place);

    public IReadOnlyList<int> Machines => machines;

    public bool Contains(int machine) => places.ContainsKey(machine);

    /// <summary>Those at most three places away, nearest first, without itself; none of a machine outside the ring.</summary>
    public IEnumerable<int> Around(int machine)
    {
        if (!places.TryGetValue(machine, out int place))
        {
            yield break;
        }

        HashSet<int> seen = [place];
        for (int step = 1; step <= RingEdges.ReachMax; step++)
        {
            foreach (int other in new[] { (place + step) % machines.Count, (place + machines.Count - (step % machines.Count)) % machines.Count })
            {
                if (seen.Add(other))
                {
                    yield return machines[other];
                }
            }
        }
    }
}
