using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>Who of those who want to leave can be spared. Follows from who counts and whose leaves are held.</summary>
internal static class Departures
{
    /// <summary>Fewest that may stay when others leave: a ring is two silos, and f liars need 3f others and one.</summary>
    public static int RemainingMin(int byzantine) => Math.Max(2, (3 * byzantine) + 1);

    /// <summary>As many of them as can be spared, in roster order. The others stay full members meanwhile.</summary>
    public static OriginSet Spared(OriginSet leaving, OriginSet active, int byzantine)
    {
        OriginSet spared = default;
        int most = active.Count - RemainingMin(byzantine);
        foreach (int origin in leaving.Intersect(active).ToList())
        {
            spared = spared.Count < most ? spared.With(origin) : spared;
        }

        return spared;
    }
}
