using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation;

/// <summary>Seeds for the parts of an evaluation, so that no two of them draw the same numbers.</summary>
internal static class SeedTree
{
    public static long Child(long seed, int part) => unchecked((long)new SeededRandom(seed, part).NextBits());
}
