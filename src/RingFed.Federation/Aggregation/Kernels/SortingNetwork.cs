using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Sorts the rows of a tile coordinate by coordinate with compare-exchanges in a fixed order, so that neither branches
/// nor vector width depend on values. Batcher's odd-even merge sort for any n (Knuth vol. 3, 5.2.2 M): 19 for n = 8; without
/// the exchanges that only rows depend on which nobody reads.
/// </summary>
internal sealed class SortingNetwork
{
    private readonly (int Low, int High)[] exchanges;

    internal SortingNetwork(int rows)
        : this(rows, 0, rows)
    {
    }

    /// <param name="first">First place, counted from the smallest, at which the right values are wanted.</param>
    /// <param name="count">How many places from there on.</param>
    internal SortingNetwork(int rows, int first, int count)
    {
        exchanges = [.. Needed([.. Batcher(rows)], [.. Enumerable.Range(0, rows).Select(row => row >= first && row < first + count)])];
    }

    internal int Exchanges => exchanges.Length;

    internal void Sort<T>(Span<T> rows)
        where T : unmanaged
    {
        foreach ((int low, int high) in exchanges)
        {
            Exchange(Tile.Row(rows, low), Tile.Row(rows, high));
        }
    }

    /// <summary>From the end: an exchange of which no value is read later is of no use.</summary>
    private static IEnumerable<(int Low, int High)> Needed((int Low, int High)[] all, bool[] isRead)
    {
        Stack<(int, int)> kept = [];
        foreach ((int low, int high) in all.Reverse().Where(exchange => isRead[exchange.Low] || isRead[exchange.High]))
        {
            isRead[low] = isRead[high] = true;
            kept.Push((low, high));
        }

        return kept;
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

    private static void Exchange<T>(Span<T> low, Span<T> high)
        where T : unmanaged
    {
        ref T a = ref MemoryMarshal.GetReference(low);
        ref T b = ref MemoryMarshal.GetReference(high);
        for (nuint i = 0; i < Tile.Width; i += (nuint)Vector256<T>.Count)
        {
            // Native minimum: tiles hold neither NaN nor -0, the two cases in which processors disagree.
            Vector256<T> x = Vector256.LoadUnsafe(ref a, i);
            Vector256<T> y = Vector256.LoadUnsafe(ref b, i);
            Vector256.MinNative(x, y).StoreUnsafe(ref a, i);
            Vector256.MaxNative(x, y).StoreUnsafe(ref b, i);
        }
    }
}
