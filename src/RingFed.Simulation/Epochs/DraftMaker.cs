using RingFed.Federation.Topology;

namespace RingFed.Simulation.Epochs;

/// <summary>What operators change from one epoch to the next: one thing or several at a time.</summary>
internal sealed class DraftMaker(TopologyBook book, Dice dice)
{
    private const int Changes = 7;
    private const int RoundsStepMax = 3;

    /// <param name="free">Names of silos that never were in a roster.</param>
    /// <param name="liarsIn">How many of a roster lie: f is to be at least that.</param>
    public SimulatedTopology Next(SimulatedTopology current, IReadOnlyList<string> free, Func<IEnumerable<string>, int> liarsIn) => book.Follow(current, declared =>
    {
        FederationTopology next = declared;
        for (bool goesOn = true; goesOn; goesOn = dice.OneIn(3))
        {
            next = Change(next, free);
        }

        return Settled(next, liarsIn(next.Silos.Select(silo => silo.Id)));
    });

    private FederationTopology Change(FederationTopology next, IReadOnlyList<string> free) => dice.Below(Changes) switch
    {
        0 => next with { Silos = Shuffled(next.Silos) },
        1 => Without(next),
        2 => With(next, free, 1),
        3 => With(next, free, 2),
        4 => With(next, free, next.Silos.Count == 2 ? 2 : 1),
        5 => next with { Byzantine = dice.Below(next.Quorum.ByzantineMax + 1) },
        _ => next with { Exchange = next.Exchange with { Rounds = (int)Math.Max(1, dice.Between(next.Exchange.Rounds - RoundsStepMax, next.Exchange.Rounds + RoundsStepMax)) } },
    };

    private FederationTopology Without(FederationTopology next) =>
        next.Silos.Count > 2 ? next with { Silos = [.. next.Silos.Except([dice.Pick(next.Silos)])] } : next;

    /// <summary>New silos stand anywhere among the others.</summary>
    private FederationTopology With(FederationTopology next, IReadOnlyList<string> free, int count)
    {
        List<SiloEntry> silos = [.. next.Silos];
        foreach (SiloEntry spare in TopologyBook.Entries(free).Except(next.Silos).Take(count))
        {
            silos.Insert(dice.Below(silos.Count + 1), spare);
        }

        return next with { Silos = silos };
    }

    private FederationTopology Settled(FederationTopology next, int liars) =>
        next with { Byzantine = Math.Min(next.Quorum.ByzantineMax, Math.Max(liars, next.Byzantine)) };

    private List<SiloEntry> Shuffled(IReadOnlyList<SiloEntry> silos)
    {
        List<SiloEntry> left = [.. silos];
        List<SiloEntry> order = [];
        while (left.Count > 0)
        {
            order.Add(left[dice.Below(left.Count)]);
            left.Remove(order[^1]);
        }

        return order;
    }
}
