using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Mean of each coordinate without the <paramref name="drop"/> values farthest from its median, added in ascending order.
/// What is kept is a run of the sorted values. It moves up by one exactly while the value that comes in is strictly
/// nearer to the median than the one that goes out; so of two values equally far on both sides the lower stays.
/// </summary>
internal sealed class MeanAroundMedian(int rows, int drop) : ITileReducer
{
    private readonly SortingNetwork network = new(rows);
    private readonly int kept = rows - drop;

    public void Reduce(Span<double> rowValues, Span<double> result)
    {
        network.Sort(rowValues);
        ref double from = ref MemoryMarshal.GetReference(rowValues);
        ref double to = ref MemoryMarshal.GetReference(result);
        Vector256<double> count = Vector256.Create((double)kept);
        for (int i = 0; i < Tile.Width; i += Vector256<double>.Count)
        {
            Vector256<double> median = Median(ref from, i);
            Vector256<double> sum = Vector256<double>.Zero;
            for (int row = 0; row < rows; row++)
            {
                sum += Row(ref from, row, i) & Keeps(ref from, row, i, median);
            }

            (sum / count).StoreUnsafe(ref to, (nuint)i);
        }
    }

    private static Vector256<double> Row(ref double from, int row, int i) =>
        Vector256.LoadUnsafe(ref from, (nuint)((row * Tile.Width) + i));

    private Vector256<double> Median(ref double from, int i) =>
        (Row(ref from, (rows - 1) / 2, i) + Row(ref from, rows / 2, i)) * Vector256.Create(0.5);

    /// <summary>All bits set where the row is kept: not left behind as the run moved up, and reached by its upper end.</summary>
    private Vector256<double> Keeps(ref double from, int row, int i, Vector256<double> median)
    {
        Vector256<double> keeps = Vector256<double>.AllBitsSet;
        if (row < drop)
        {
            keeps = ~MovesPast(ref from, row, i, median);
        }

        return row < kept ? keeps : keeps & MovesPast(ref from, row - kept, i, median);
    }

    private Vector256<double> MovesPast(ref double from, int row, int i, Vector256<double> median) =>
        Vector256.LessThan(Row(ref from, row + kept, i) - median, median - Row(ref from, row, i));
}
