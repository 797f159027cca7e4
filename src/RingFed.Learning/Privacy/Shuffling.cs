using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Privacy;

/// <summary>Uniform permutations.</summary>
internal static class Shuffling
{
    /// <summary>0 .. <paramref name="order"/>.Length - 1 in random order (Fisher and Yates).</summary>
    public static void Permute(Span<int> order, SeededRandom random)
    {
        for (int i = 0; i < order.Length; i++)
        {
            int j = random.Index(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
