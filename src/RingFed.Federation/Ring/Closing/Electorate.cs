using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>Who votes in a round, and how many of them it takes. The same at every silo: it follows from the closes before.</summary>
internal sealed class Electorate
{
    private readonly Dictionary<string, int> indices = [];
    private readonly IReadOnlyList<int> members;

    public Electorate(SessionPlan plan, int round, OriginSet active, VotingRules rules)
    {
        (Plan, Round, Active) = (plan, round, active);
        members = active.ToList();
        foreach (int member in members)
        {
            indices.Add(plan.Roster[member], member);
        }

        Byzantine = Math.Min(plan.Byzantine, (members.Count - 1) / 3);
        Quorum = rules.Quorum(members.Count, Byzantine);
    }

    public SessionPlan Plan { get; }

    public int Round { get; }

    public OriginSet Active { get; }

    public int Count => members.Count;

    /// <summary>f of those who are left: n >= 3f+1 holds of them too.</summary>
    public int Byzantine { get; }

    /// <summary>q. So many votes decide, so many haves make a proposal, and so many updates a round.</summary>
    public int Quorum { get; }

    /// <summary>f + 1: among so many silos one is honest.</summary>
    public int Witnesses => Byzantine + 1;

    /// <summary>Fewest that may stay when others leave.</summary>
    public int RemainingMin => Departures.RemainingMin(Byzantine);

    /// <summary>As many of those who want to leave as can be spared. Of the others everything is expected as before.</summary>
    public OriginSet Spared(OriginSet leaving) => leaving.IsEmpty ? leaving : Departures.Spared(leaving, Active, Byzantine);

    /// <summary>Whose turn it is: another with each view, and another first with each round.</summary>
    public int Proposer(int view) => members[(int)(((long)Round + view) % members.Count)];

    /// <returns>-1 for a silo that does not vote.</returns>
    public int IndexOf(string silo) => indices.GetValueOrDefault(silo, -1);
}
