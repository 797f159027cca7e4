using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>(Sum of weight x row, rows in roster order) / divisor.</summary>
internal sealed class WeightedRowSum(double[] weights, double divisor) : ITileReducer
{
    public void Reduce(Span<double> rows, Span<double> result)
    {
        ref double from = ref MemoryMarshal.GetReference(rows);
        ref double to = ref MemoryMarshal.GetReference(result);
        Vector256<double> by = Vector256.Create(divisor);
        for (int i = 0; i < Tile.Width; i += Vector256<double>.Count)
        {
            Vector256<double> sum = Vector256<double>.Zero;
            for (int row = 0; row < weights.Length; row++)
            {
                sum += Vector256.LoadUnsafe(ref from, (nuint)((row * Tile.Width) + i)) * Vector256.Create(weights[row]);
            }

            (sum / by).StoreUnsafe(ref to, (nuint)i);
        }
    }
}
