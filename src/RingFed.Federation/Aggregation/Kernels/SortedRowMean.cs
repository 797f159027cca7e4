using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>Mean of each coordinate without its <paramref name="trim"/> smallest and largest values, added in ascending order.</summary>
internal sealed class SortedRowMean(int rows, int trim) : ITileReducer
{
    private readonly SortingNetwork network = new(rows);

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
}
