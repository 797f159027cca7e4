using System.Runtime.CompilerServices;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>
/// Refuses threads on which the processor rounds subnormals to zero. Native libraries may set that mode for speed; such
/// a thread would give other bits than the rest of the ring.
/// </summary>
internal static class SubnormalProbe
{
    internal static void Require()
    {
        if (Half(BitConverter.Int64BitsToDouble(2)) == 0)
        {
            throw new AggregationException(
                AggregationFault.SubnormalsFlushed,
                "This thread flushes subnormal numbers to zero, so its sums would differ from other silos'. "
                + "A native library has set the mode (flush-denormal); switch it off in this process.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Half(double value) => value * 0.5;
}
