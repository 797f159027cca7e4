using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class AggregateDigestTests
{
    /// <summary>sha256 of 0000803f000000c0, from coreutils.</summary>
    [Fact]
    public void Floats_are_hashed_as_little_endian_binary32() => Assert.Equal(
        "ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b", Convert.ToHexStringLower(AggregateDigest.Of([1f, -2f])));

    [Fact]
    public void One_bit_changes_the_digest() => Assert.NotEqual(AggregateDigest.Of([0f]), AggregateDigest.Of([-0f]));
}
