using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>Mean of each coordinate without its <paramref name="trim"/> smallest and largest values, added in ascending order.</summary>
internal sealed class SortedRowMean(int rows, int trim) : INarrowReducer
{
    private readonly SortingNetwork network = new(rows, trim, rows - (2 * trim));

    public void Reduce(Span<double> rowValues, Span<double> result)
    {
        network.Sort(rowValues);
        ref double from = ref MemoryMarshal.GetReference(rowValues);
        ref double to = ref MemoryMarshal.GetReference(result);
        Vector256<double> kept = Vector256.Create((double)(rows - (2 * trim)));
        for (int i = 0; i < Tile.Width; i += Vector256<double>.Count)
        {
            Vector256<double> sum = Vector256<double>.Zero;
            for (int row = trim; row < rows - trim; row++)
            {
                sum += Vector256.LoadUnsafe(ref from, (nuint)((row * Tile.Width) + i));
            }

            (sum / kept).StoreUnsafe(ref to, (nuint)i);
        }
    }

    public void Reduce(Span<float> rowValues, Span<double> result)
    {
        network.Sort(rowValues);
        ref float from = ref MemoryMarshal.GetReference(rowValues);
        ref double to = ref MemoryMarshal.GetReference(result);
        Vector256<double> kept = Vector256.Create((double)(rows - (2 * trim)));
        for (int i = 0; i < Tile.Width; i += Vector256<float>.Count)
        {
            Vector256<double> low = Vector256<double>.Zero, high = Vector256<double>.Zero;
            for (int row = trim; row < rows - trim; row++)
            {
                (Vector256<double> first, Vector256<double> second) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)((row * Tile.Width) + i)));
                low += first;
                high += second;
            }

            (low / kept).StoreUnsafe(ref to, (nuint)i);
            (high / kept).StoreUnsafe(ref to, (nuint)(i + Vector256<double>.Count));
        }
    }
}
