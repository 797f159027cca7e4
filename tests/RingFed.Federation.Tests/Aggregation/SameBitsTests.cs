using System.Runtime.Intrinsics;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation;

/// <summary>
/// Every silo must reach the same bits, whatever its processor and thread count; a ring whose digests differ cannot
/// close a round. The digests were taken once and hold on every machine; <see cref="NarrowerProcessorTests"/> runs
/// this class again with vector instructions switched off.
/// </summary>
public sealed class SameBitsTests
{
    private const int Silos = 8;

    private static readonly ParameterLayout Layout = Updates.Layout(1, 40_000, 0, 17, 16_384, 3_601);

    private static readonly float[][] Rows = Updates.Scattered(Silos, Layout.Count, seed: 4427);

    [Theory]
    [InlineData("mean", "1f00a34c96e36e099131e4486e8ab75b75637f306a5bc0439158561b238db944")]
    [InlineData("weighted-mean", "ee803812e927adfafb66e1ceee5d8cfe98309b166ef09491d31df0d70975ca0b")]
    [InlineData("median", "67cd3a2705a2c75f117defda2af202a79fcb0d37c89c58396ac3c33e66fa3d19")]
    [InlineData("trimmed-mean", "9f5c492d7ae935e7882a17d00e51224a56b948cb12aa55afc667e72e02131afb")]
    [InlineData("geometric-median", "a175bf011834de56a41063066ce6d0be4293b18d2b57acd0e075eeb299bb1b18")]
    [InlineData("nnm+trimmed-mean", "d8d7bb866f46b4ef5b45124aa017388bab6a5e041679d5908b7e3f7eb8e2ba89")]
    [InlineData("nnm+geometric-median", "1e9cf26186516bcc1d9e88cf878fd0e6e7bacbfd014ff47a02fbe01a4de6cf8f")]
    public void A_rule_gives_the_same_bits_on_every_thread_count_and_machine(string rule, string digest)
    {
        foreach (int threads in new[] { 1, 2, 8 })
        {
            float[] result = new float[Layout.Count];
            AggregationRules.Resolve(rule, Silos, byzantine: 2).Aggregate(
                Updates.Input(Rows, threads, Layout) with { Weights = [3, 1, 4, 1, 5, 9, 2, 6] }, result);

            Assert.Equal(digest, Convert.ToHexStringLower(AggregateDigest.Of(result)));
        }
    }

    [Fact]
    public void Self_centred_clipping_gives_the_same_bits_on_every_thread_count_and_machine()
    {
        foreach (int threads in new[] { 1, 2, 8 })
        {
            float[] result = new float[Layout.Count];
            SelfCentredClipping.Merge(
                new ClippingRequest(
                    Silos, Rows[0], Rows[1], Rows[2], [new("left", Rows[3], 1, 1), new("right", Rows[4], 1, 1)], 1, Layout, threads),
                result);

            Assert.Equal("bb3c9a2219e6197eaea3601c81185db7a8d95ab90ad5e4b41b2fde15190722a8", Convert.ToHexStringLower(AggregateDigest.Of(result)));
        }
    }

    /// <summary>Guards the runs of <see cref="NarrowerProcessorTests"/>: a switch that does nothing proves nothing.</summary>
    [Fact]
    public void A_switched_off_vector_width_is_off()
    {
        Assert.False(Off("DOTNET_EnableAVX512") && Vector512.IsHardwareAccelerated);
        Assert.False(Off("DOTNET_EnableAVX2") && Vector256.IsHardwareAccelerated);
        Assert.False(Off("DOTNET_EnableHWIntrinsic") && Vector128.IsHardwareAccelerated);
    }

    private static bool Off(string setting) => Environment.GetEnvironmentVariable(setting) == "0";
}
