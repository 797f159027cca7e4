using RingFed.Daemon.Commands.Bench;

namespace RingFed.Daemon.Tests.Commands.Bench;

public sealed class PeakMemoryTests
{
    [Fact]
    public void Memory_that_is_touched_counts_although_it_is_free_again_at_the_end()
    {
        const int Bytes = 100_000_000;
        PeakMemory peak = PeakMemory.During(() =>
        {
            byte[] touched = GC.AllocateUninitializedArray<byte>(Bytes);
            touched.AsSpan().Fill(1);
        });

        // Tests beside this one take and give back memory meanwhile, hence half; measured after the end it would be about 0.
        Assert.True(peak.GrowthBytes >= 0.5 * Bytes, $"{peak.GrowthBytes} bytes, {peak.MeasuredBy}");
        Assert.True(peak.ProcessBytes >= peak.GrowthBytes);
    }
}
