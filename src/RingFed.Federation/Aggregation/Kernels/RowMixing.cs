using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>Replaces each row of a tile by the mean of its neighbour set, members added in roster order.</summary>
internal static class RowMixing
{
    internal static void Mix(Span<double> rows, NeighbourSets sets, Span<double> mixed)
    {
        for (int row = 0; row < sets.Rows; row++)
        {
            Mean(rows, sets.Of[row], Tile.Row(mixed, row));
        }
    }

    private static void Mean(Span<double> rows, int[] members, Span<double> mean)
    {
        ref double from = ref MemoryMarshal.GetReference(rows);
        ref double to = ref MemoryMarshal.GetReference(mean);
        Vector256<double> count = Vector256.Create((double)members.Length);
        for (int i = 0; i < Tile.Width; i += Tile.Lanes)
        {
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            foreach (int member in members)
            {
                nuint at = (nuint)((member * Tile.Width) + i);
                s0 += Vector256.LoadUnsafe(ref from, at);
                s1 += Vector256.LoadUnsafe(ref from, at + 4);
                s2 += Vector256.LoadUnsafe(ref from, at + 8);
                s3 += Vector256.LoadUnsafe(ref from, at + 12);
            }

            (s0 / count).StoreUnsafe(ref to, (nuint)i);
            (s1 / count).StoreUnsafe(ref to, (nuint)i + 4);
            (s2 / count).StoreUnsafe(ref to, (nuint)i + 8);
            (s3 / count).StoreUnsafe(ref to, (nuint)i + 12);
        }
    }
}
