using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>Which updates this silo holds, and which others it can hope for.</summary>
internal static class UpdatesWithin
{
    /// <summary>How many are held.</summary>
    public static int Count(OriginSet origins, IRoundFacts facts)
    {
        int held = 0;
        foreach (int origin in origins.ToList())
        {
            held += OwnHaves.UpdateOf(origin, facts) is null ? 0 : 1;
        }

        return held;
    }

    /// <summary>The haves that speak of nothing that is out of reach.</summary>
    public static List<SignedRecord> Reach(List<SignedRecord> haves, IRoundFacts facts, DraftHaste haste)
    {
        HashSet<HeldUpdate> within = haste == DraftHaste.GivingAll ? [] : HeldByPresent(haves, facts);
        return haves.FindAll(have => ((Have)have.Body).Held.All(update => within.Contains(update) || Holds(update, facts)));
    }

    /// <summary>Envelope and payload are here.</summary>
    public static bool Holds(HeldUpdate update, IRoundFacts facts) =>
        facts.Find(update.Envelope)?.Body is Envelope envelope && facts.HoldsPayloadOf(envelope);

    private static HashSet<HeldUpdate> HeldByPresent(List<SignedRecord> haves, IRoundFacts facts)
    {
        HashSet<HeldUpdate> held = [];
        foreach (SignedRecord have in haves)
        {
            if (!facts.Absent.Contains(facts.Plan.IndexOf(have.Body.Origin)))
            {
                held.UnionWith(((Have)have.Body).Held);
            }
        }

        return held;
    }
}
