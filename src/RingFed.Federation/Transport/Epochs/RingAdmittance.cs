using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Liveness;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Transport.Epochs;

/// <summary>Who may connect: the silos that the ring has near this one, and those that it had near in an epoch that they may still be in.</summary>
internal sealed class RingAdmittance(SessionPlan plan)
{
    /// <summary>A silo that was away still dials whom its own epoch has beside it; it is led into this one.</summary>
    public IReadOnlyCollection<string> Silos { get; } =
        [.. RingEdges.Of(plan).All.Select(peer => plan.Roster[peer]).Union(plan.Earlier.SelectMany(epoch => Near(epoch, plan.Roster[plan.Self])).Intersect(plan.Roster))];

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
        return self < 0 ? [] : Edges(RosterEdges.Of(epoch.Roster.Count, self)).Select(peer => epoch.Roster[peer]);
    }

    private static IEnumerable<int> Edges(RosterEdges edges) => edges.Always.Concat(edges.Bypass);
}
