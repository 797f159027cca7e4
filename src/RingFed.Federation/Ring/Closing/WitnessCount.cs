using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>Which updates enough haves speak of to be sure that an honest silo stores them.</summary>
internal static class WitnessCount
{
    /// <param name="haves">One of each silo.</param>
    /// <param name="mergeable">Silos whose updates may be merged.</param>
    /// <param name="witnesses">f + 1.</param>
    /// <returns>
    /// Ascending by origin. A silo of which two updates have so many witnesses signed two envelopes: neither is in it.
    /// </returns>
    public static List<HeldUpdate> Of(IReadOnlyList<Have> haves, OriginSet mergeable, int witnesses)
    {
        List<(Digest Envelope, int Witnesses)>[] counts = Count(haves, mergeable);
        List<HeldUpdate> updates = [];
        for (int origin = 0; origin < counts.Length; origin++)
        {
            List<(Digest Envelope, int Witnesses)>? seen = counts[origin]?.FindAll(update => update.Witnesses >= witnesses);
            if (seen is [(Digest envelope, _)])
            {
                updates.Add(new HeldUpdate(origin, envelope));
            }
        }

        return updates;
    }

    private static List<(Digest Envelope, int Witnesses)>[] Count(IReadOnlyList<Have> haves, OriginSet mergeable)
    {
        List<(Digest Envelope, int Witnesses)>[] counts = new List<(Digest, int)>[OriginSet.Length * 8];
        foreach (Have have in haves)
        {
            foreach (HeldUpdate update in have.Held)
            {
                if (mergeable.Contains(update.Origin))
                {
                    Note(counts[update.Origin] ??= [], update.Envelope);
                }
            }
        }

        return counts;
    }

    private static void Note(List<(Digest Envelope, int Witnesses)> counts, Digest envelope)
    {
        int index = counts.FindIndex(count => count.Envelope == envelope);
        if (index < 0)
        {
            counts.Add((envelope, 1));
        }
        else
        {
            counts[index] = (envelope, counts[index].Witnesses + 1);
        }
    }
}
