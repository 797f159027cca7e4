using System.Security.Cryptography;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Codecs;
using RingFed.Federation.Tests.Aggregation;

namespace RingFed.Federation.Tests.Codecs;

/// <summary>
/// What a payload decodes to must be the same bits everywhere. The digests are those of the same arithmetic in numpy;
/// <see cref="NarrowerProcessorTests"/> runs this class again with vector instructions switched off.
/// </summary>
public sealed class SameBytesTests
{
    private static readonly float[] Values = [.. Updates.Scattered(1, 100_001, seed: 4427)[0], 1e-42f, float.MaxValue, -0f, 3e-37f];

    [Theory]
    [InlineData("float32", "6f191bdd4e2424af5bf2db98e4a03daa79688e15f1f0ba9f466538a5f485cf4a")]
    [InlineData("bfloat16", "e59832ed8ec45e4f3aecf28b485f9f7424c0570b5f8d379deb7f2a70c2a03a56")]
    [InlineData("int8", "a40991b41fef260adca1a7f8f75778c2b9a4fe62710edcdd9b35df1e98be0fbd")]
    [InlineData("lossless", "6f191bdd4e2424af5bf2db98e4a03daa79688e15f1f0ba9f466538a5f485cf4a")]
    public void A_codec_gives_the_same_values_on_every_machine(string name, string digest)
    {
        PayloadCodec codec = PayloadCodec.ByName(name);
        float[] decoded = new float[Values.Length];
        codec.Decode(codec.Encode(Values), decoded);

        Assert.Equal(digest, Convert.ToHexStringLower(AggregateDigest.Of(decoded)));
    }

    [Fact]
    public void Int8_gives_the_same_bytes_on_every_machine() => Assert.Equal(
        "945dcd658117b78a2b3754df4da0a66c763e2b7b08773df9ae18c21216804e6f",
        Convert.ToHexStringLower(SHA256.HashData(PayloadCodec.ByName("int8").Encode(Values))));
}
