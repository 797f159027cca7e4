namespace RingFed.Federation.Aggregation.Rules;

/// <summary>
/// An order of the roster from a 64-bit seed: Fisher and Yates' shuffle (Knuth vol. 2, 3.4.2 P) driven by SplitMix64
/// (Steele, Lea and Flood 2014). Integers only, so it is the same at every silo.
/// </summary>
internal static class RosterShuffle
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    internal static int[] Of(int silos, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, silos)];
        ulong state = seed;
        for (int last = silos - 1; last > 0; last--)
        {
            // The high half of the product is uniform up to silos / 2^64.
            int other = (int)Math.BigMul(Next(ref state), (ulong)last + 1, out _);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }

    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += Increment;
            ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
