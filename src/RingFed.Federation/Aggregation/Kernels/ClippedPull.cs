using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// own + sum of pull x (neighbour - sent). Rows: own, sent, then a neighbour for each pull. The neighbours' parts are
/// added to each other first, so two of them may change places without changing a bit.
/// </summary>
internal sealed class ClippedPull(double[] pulls) : ITileReducer
{
    private const int FirstNeighbour = 2;

    public void Reduce(Span<double> rows, Span<double> result)
    {
        ref double from = ref MemoryMarshal.GetReference(rows);
        ref double to = ref MemoryMarshal.GetReference(result);
        for (int i = 0; i < Tile.Width; i += Vector256<double>.Count)
        {
            Vector256<double> sent = Vector256.LoadUnsafe(ref from, (nuint)(Tile.Width + i));
            Vector256<double> pulled = Vector256<double>.Zero;
            for (int neighbour = 0; neighbour < pulls.Length; neighbour++)
            {
                Vector256<double> row = Vector256.LoadUnsafe(ref from, (nuint)(((FirstNeighbour + neighbour) * Tile.Width) + i));
                pulled += (row - sent) * Vector256.Create(pulls[neighbour]);
            }

            (Vector256.LoadUnsafe(ref from, (nuint)i) + pulled).StoreUnsafe(ref to, (nuint)i);
        }
    }
}
