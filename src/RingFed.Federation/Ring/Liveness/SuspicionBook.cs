using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Liveness;

/// <summary>
/// What every silo last said of whom it cannot reach, for the open rounds. Moves moments, never what is agreed; so two
/// statements in one place, which a silo makes that was restarted and forgot the first, are no evidence against it: the
/// higher sequence counts, and of equal ones the greater id, which is the same everywhere.
/// </summary>
internal sealed class SuspicionBook(SessionPlan plan)
{
    private readonly SortedDictionary<int, SignedRecord?[]> rounds = [];
    private (int Round, OriginSet Active, OriginSet Absent)? known;

    /// <returns>False when a newer statement of this silo is held: the record need not be kept or passed on.</returns>
    public bool Note(SignedRecord record)
    {
        Suspicion statement = (Suspicion)record.Body;
        if (!rounds.TryGetValue(record.Round, out SignedRecord?[]? newest))
        {
            rounds[record.Round] = newest = new SignedRecord?[plan.Silos];
        }

        ref SignedRecord? place = ref newest[plan.IndexOf(statement.Origin)];
        if (place is not null && !IsNewer(record, place))
        {
            return false;
        }

        (place, known) = (record, null);
        return true;
    }

    /// <returns>Null when the silo made none for the round.</returns>
    public Suspicion? NewestOf(int round, int origin) => rounds.GetValueOrDefault(round)?[origin]?.Body as Suspicion;

    /// <summary>Silos that say that they cannot reach this other one.</summary>
    public OriginSet AccusersOf(int round, int peer) => rounds.ContainsKey(round)
        ? OriginSet.Of(Enumerable.Range(0, plan.Silos).Where(origin => origin != peer && Names(round, origin, peer)))
        : default;

    /// <summary>The silo names itself: it can be reached, and can take no part.</summary>
    public bool HasWithdrawn(int round, int peer) => Names(round, peer, peer);

    /// <summary>
    /// Silos for which nobody waits in the round: they say themselves that they take no part, or so many active ones cannot
    /// reach them that one of those is honest, and more than one where there are more.
    /// </summary>
    public OriginSet Absent(int round, OriginSet active)
    {
        if (known is not { } last || last.Round != round || last.Active != active)
        {
            last = (round, active, CountAbsent(round, active));
            known = last;
        }

        return last.Absent;
    }

    public void ReleaseUntil(int closed)
    {
        foreach (int round in rounds.Keys.TakeWhile(round => round <= closed).ToList())
        {
            rounds.Remove(round);
        }
    }

    private OriginSet CountAbsent(int round, OriginSet active)
    {
        int needed = Math.Max(plan.Byzantine + 1, Math.Min(2, active.Count - 1));
        int[] accusers = new int[plan.Silos];
        foreach (int origin in active.ToList())
        {
            foreach (int peer in NewestOf(round, origin)?.Unreachable.ToList() ?? [])
            {
                accusers[peer] += peer == origin ? needed : 1;
            }
        }

        return OriginSet.Of(Enumerable.Range(0, plan.Silos).Where(peer => accusers[peer] >= needed));
    }

    private bool Names(int round, int origin, int peer) => NewestOf(round, origin)?.Unreachable.Contains(peer) ?? false;

    private static bool IsNewer(SignedRecord one, SignedRecord other)
    {
        int order = one.Body.Slot.CompareTo(other.Body.Slot);
        return order > 0 || (order == 0 && string.CompareOrdinal(one.Id.ToString(), other.Id.ToString()) > 0);
    }
}
