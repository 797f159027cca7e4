using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>(Sum of weight x row, rows in roster order) / divisor.</summary>
internal sealed class WeightedRowSum(double[] weights, double divisor) : INarrowReducer
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

    public void Reduce(Span<float> rows, Span<double> result)
    {
        ref float from = ref MemoryMarshal.GetReference(rows);
        ref double to = ref MemoryMarshal.GetReference(result);
        Vector256<double> by = Vector256.Create(divisor);
        for (int i = 0; i < Tile.Width; i += Vector256<float>.Count)
        {
            Vector256<double> low = Vector256<double>.Zero, high = Vector256<double>.Zero;
            for (int row = 0; row < weights.Length; row++)
            {
                (Vector256<double> first, Vector256<double> second) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)((row * Tile.Width) + i)));
                Vector256<double> weight = Vector256.Create(weights[row]);
                low += first * weight;
                high += second * weight;
            }

            (low / by).StoreUnsafe(ref to, (nuint)i);
            (high / by).StoreUnsafe(ref to, (nuint)(i + Vector256<double>.Count));
        }
    }
}
