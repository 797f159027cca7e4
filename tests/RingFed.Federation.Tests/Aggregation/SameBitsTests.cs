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
    [InlineData("mean", 2, "1f00a34c96e36e099131e4486e8ab75b75637f306a5bc0439158561b238db944")]
    [InlineData("weighted-mean", 2, "ee803812e927adfafb66e1ceee5d8cfe98309b166ef09491d31df0d70975ca0b")]
    [InlineData("median", 2, "67cd3a2705a2c75f117defda2af202a79fcb0d37c89c58396ac3c33e66fa3d19")]
    [InlineData("trimmed-mean", 2, "9f5c492d7ae935e7882a17d00e51224a56b948cb12aa55afc667e72e02131afb")]
    [InlineData("geometric-median", 2, "a175bf011834de56a41063066ce6d0be4293b18d2b57acd0e075eeb299bb1b18")]
    [InlineData("nnm+trimmed-mean", 2, "d8d7bb866f46b4ef5b45124aa017388bab6a5e041679d5908b7e3f7eb8e2ba89")]
    [InlineData("nnm+geometric-median", 2, "1e9cf26186516bcc1d9e88cf878fd0e6e7bacbfd014ff47a02fbe01a4de6cf8f")]
    [InlineData("distribution-aware-mean", 2, "04547f231ac3bf11e9c5a2865c14c8d0d8cd125e9d9b23ae553217619fa36f38")]
    [InlineData("meamed", 2, "e57d77e2da757b140c57311cb7a5c4af8e2718dfa119d9ae2419f350c6da254c")]
    [InlineData("krum", 2, "db073e4556fbc33833981931a3c0162296d899d5f987a897d5d5e472a81fdfa2")]
    [InlineData("multi-krum", 2, "1e9cf26186516bcc1d9e88cf878fd0e6e7bacbfd014ff47a02fbe01a4de6cf8f")]
    [InlineData("bulyan", 1, "1dee11fe3a9ea621a8518877d9f405a2f0dd51c771c27c6f5e67142c20c3ce3f")]
    [InlineData("centred-clipping", 2, "c20406753a4625c423b2dadc6e719eefef04461b0814b6c94696692f62661234")]
    [InlineData("cge", 2, "093bb60dd11d95139cf69ba3e806ed42e4f647585f7261e236cd316ae34752f7")]
    [InlineData("mda", 2, "1e9cf26186516bcc1d9e88cf878fd0e6e7bacbfd014ff47a02fbe01a4de6cf8f")]
    [InlineData("nnm+meamed", 2, "c7b2872238605fafd83979ca72f9daa54427b75aabd39a858553ff00ac438593")]
    [InlineData("nnm+multi-krum", 2, "a849af614e06c11b7adc496bc55b35181dc2e139dfd77fe315c8083e81fb7607")]
    [InlineData("nnm+centred-clipping", 2, "fcdfc4bc82e49cf86db72424a12e2ac1db7cafd7d1468d5dbd2c22e6df9a31ba")]
    [InlineData("bucketing+trimmed-mean", 1, "8c1163f376247c10649a951db367f93c1f2e3f86a6e9f5d35d4a73b3272f12f2")]
    [InlineData("bucketing+geometric-median", 1, "3eec01e2281cbbedf6a90965f58a93c9002f5c5372b0aea3a3134666c3d56be8")]
    [InlineData("bucketing+cge", 1, "093bb60dd11d95139cf69ba3e806ed42e4f647585f7261e236cd316ae34752f7")]
    public void A_rule_gives_the_same_bits_on_every_thread_count_and_machine(string rule, int f, string digest)
    {
        foreach (int threads in new[] { 1, 2, 8 })
        {
            float[] result = new float[Layout.Count];
            AggregationRules.Resolve(rule, Silos, f, seed: 4427).Aggregate(
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
