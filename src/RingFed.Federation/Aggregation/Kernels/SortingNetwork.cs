using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Sorts the rows of a tile coordinate by coordinate with compare-exchanges in a fixed order, so that neither branches
/// nor vector width depend on values. Batcher's odd-even merge sort for any n (Knuth vol. 3, 5.2.2 M): 19 for n = 8.
/// </summary>
internal sealed class SortingNetwork
{
    private readonly (int Low, int High)[] exchanges;

    internal SortingNetwork(int rows)
    {
        exchanges = [.. Batcher(rows)];
    }

    internal int Exchanges => exchanges.Length;

    internal void Sort(Span<double> rows)
    {
        foreach ((int low, int high) in exchanges)
        {
            Exchange(Tile.Row(rows, low), Tile.Row(rows, high));
        }
    }

    private static IEnumerable<(int Low, int High)> Batcher(int rows)
    {
        int top = 1;
        while (top * 2 < rows)
        {
            top *= 2;
        }

        for (int p = top; p > 0 && rows > 1; p /= 2)
        {
            int q = top, r = 0, distance = p;
            while (true)
            {
                for (int i = 0; i < rows - distance; i++)
                {
                    if ((i & p) == r)
                    {
                        yield return (i, i + distance);
                    }
                }

                if (q == p)
                {
                    break;
                }

                distance = q - p;
                q /= 2;
                r = p;
            }
        }
    }

    private static void Exchange(Span<double> low, Span<double> high)
    {
        ref double a = ref MemoryMarshal.GetReference(low);
        ref double b = ref MemoryMarshal.GetReference(high);
        for (nuint i = 0; i < Tile.Width; i += (nuint)Vector256<double>.Count)
        {
            // Native minimum: tiles hold neither NaN nor -0, the two cases in which processors disagree.
            Vector256<double> x = Vector256.LoadUnsafe(ref a, i);
            Vector256<double> y = Vector256.LoadUnsafe(ref b, i);
            Vector256.MinNative(x, y).StoreUnsafe(ref a, i);
            Vector256.MaxNative(x, y).StoreUnsafe(ref b, i);
        }
    }
}
