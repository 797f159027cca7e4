using RingFed.Federation.Topology;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>
/// Who may connect: the silos that the ring has near this one, and those that it had near in an epoch that they may still be
/// in. Of these, some may have been removed since: they are told how their epoch ended, and nothing else.
/// </summary>
internal sealed class RingAdmittance
{
    private readonly SessionPlan plan;
    private readonly string[] removed;

    public RingAdmittance(SessionPlan plan)
    {
        this.plan = plan;
        string[] nearBefore = [.. plan.Earlier.SelectMany(epoch => Near(epoch, plan.Roster[plan.Self])).Distinct()];
        Silos = [.. Near(plan.Roster, plan.Self).Union(nearBefore.Intersect(plan.Roster))];
        removed = plan.ExchangesWithNeighbours ? [] : [.. nearBefore.Except(plan.Roster)];
    }

    /// <summary>Of the ring. One that was away still dials whom its own epoch has beside it; it is led into this one.</summary>
    public IReadOnlyList<string> Silos { get; }

    /// <summary>Removed since an epoch that had them near this silo; their places are those after the roster's.</summary>
    public IReadOnlyList<string> Former => removed;

    public bool Admits(string silo) => Silos.Contains(silo) || Former.Contains(silo);

    public bool IsFormer(int place) => place >= plan.Silos;

    public string NameOf(int place) => IsFormer(place) ? Former[place - plan.Silos] : plan.Roster[place];

    /// <summary>The silo's place in the roster, or among those that may connect though they were removed.</summary>
    /// <returns>-1 for any other.</returns>
    public int PlaceOf(string silo)
    {
        int former = Array.IndexOf(removed, silo);
        return former < 0 ? plan.IndexOf(silo) : plan.Silos + former;
    }

    /// <summary>Why a silo is no member any more; null for one that is, or never was.</summary>
    public string? Removal(string silo)
    {
        int last = plan.IndexOf(silo) >= 0 ? -1 : plan.Earlier.ToList().FindLastIndex(epoch => epoch.Roster.Contains(silo));
        return last switch
        {
            < 0 => null,
            _ when last + 1 < plan.Earlier.Count => Sentence(silo, plan.Earlier[last + 1].Epoch, plan.Earlier[last + 1].FirstRound),
            _ => Sentence(silo, plan.Epoch, plan.FirstRound),
        };
    }

    private static string Sentence(string silo, int epoch, int round) =>
        $"{silo} is not in the ring any more: epoch {epoch}, which began with round {round}, removed it; its daemon may be stopped";

    private static IEnumerable<string> Near(EarlierEpoch epoch, string silo)
    {
        int self = epoch.Roster.ToList().IndexOf(silo);
        return self < 0 ? [] : Near(epoch.Roster, self);
    }

    private static IEnumerable<string> Near(IReadOnlyList<string> roster, int self)
    {
        RosterEdges edges = RosterEdges.Of(roster.Count, self);
        return edges.Always.Concat(edges.Bypass).Select(peer => roster[peer]);
    }
}
