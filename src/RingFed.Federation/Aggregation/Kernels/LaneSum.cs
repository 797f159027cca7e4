using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>Sums of squares in 16 lanes, folded in one fixed tree: 16 to 8 to 4 to 2 to 1.</summary>
internal static class LaneSum
{
    /// <summary>Adds (a - b)² of one tile to 16 lane sums.</summary>
    internal static void AddSquaredDifference(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> lanes)
    {
        ref double left = ref MemoryMarshal.GetReference(a);
        ref double right = ref MemoryMarshal.GetReference(b);
        ref double sums = ref MemoryMarshal.GetReference(lanes);
        Vector256<double> s0 = Vector256.LoadUnsafe(ref sums, 0);
        Vector256<double> s1 = Vector256.LoadUnsafe(ref sums, 4);
        Vector256<double> s2 = Vector256.LoadUnsafe(ref sums, 8);
        Vector256<double> s3 = Vector256.LoadUnsafe(ref sums, 12);
        for (nuint i = 0; i < Tile.Width; i += Tile.Lanes)
        {
            s0 += SquaredDifference(ref left, ref right, i);
            s1 += SquaredDifference(ref left, ref right, i + 4);
            s2 += SquaredDifference(ref left, ref right, i + 8);
            s3 += SquaredDifference(ref left, ref right, i + 12);
        }

        s0.StoreUnsafe(ref sums, 0);
        s1.StoreUnsafe(ref sums, 4);
        s2.StoreUnsafe(ref sums, 8);
        s3.StoreUnsafe(ref sums, 12);
    }

    /// <summary>Folds 16 lane sums to one: lane i with lane i + 8, then i + 4, i + 2, i + 1. Overwrites the lanes.</summary>
    internal static double Fold(Span<double> lanes)
    {
        for (int half = Tile.Lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                lanes[lane] += lanes[lane + half];
            }
        }

        return lanes[0];
    }

    /// <summary>Adds values in halves of halves, so that order and rounding depend on their count alone.</summary>
    internal static double Tree(ReadOnlySpan<double> values) => values.Length switch
    {
        0 => 0,
        1 => values[0],
        _ => Tree(values[..(values.Length / 2)]) + Tree(values[(values.Length / 2)..]),
    };

    private static Vector256<double> SquaredDifference(ref double a, ref double b, nuint at)
    {
        // Product and sum round separately: a fused form exists on some processors only.
        Vector256<double> difference = Vector256.LoadUnsafe(ref a, at) - Vector256.LoadUnsafe(ref b, at);
        return difference * difference;
    }
}
