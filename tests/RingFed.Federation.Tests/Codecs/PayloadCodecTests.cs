using RingFed.Federation.Codecs;
using RingFed.Federation.Tests.Aggregation;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Codecs;

public sealed class PayloadCodecTests
{
    /// <summary>Long enough for the wide path and a remainder.</summary>
    private static readonly float[] Values =
    [
        0, -0f, 1, -2, 1f / 3, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 3.38e38f,
        float.PositiveInfinity, float.NegativeInfinity, 1e-40f, 1.1754944e-38f, MathF.PI, -MathF.E, 65504, 1e-3f, 7,
    ];

    [Fact]
    public void Every_listed_name_gives_the_codec_of_that_name() =>
        Assert.All(PayloadCodec.Names, name => Assert.Equal(name, PayloadCodec.ByName(name).Name));

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones() => Assert.Contains(
        "float32, bfloat16, int8, lossless", Assert.Throws<CodecException>(() => PayloadCodec.ByName("fp8")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_topology_offers_every_codec_by_its_name() => Assert.Equal(PayloadCodec.Names, UpdateCodecNames.All);

    [Theory]
    [InlineData("float32", 12, 8_000_000_000)]
    [InlineData("bfloat16", 6, 4_000_000_000)]
    [InlineData("int8", 7, 2_031_250_000)]
    [InlineData("lossless", 20, 8_000_976_568)]
    public void The_encoded_length_is_known_before_and_anything_else_is_refused(string name, int bytesOfThree, long bytesOfMany)
    {
        PayloadCodec codec = PayloadCodec.ByName(name);
        float[] three = [1, 2, 3];

        Assert.Equal(bytesOfMany, codec.EncodedLength(2_000_000_000));
        Assert.Equal(0, codec.EncodedLength(0));
        Assert.Equal(bytesOfThree, codec.EncodedLength(3));
        Assert.Equal(codec.Encode(three).Length, codec.Encode(three, new byte[bytesOfThree]));
        Assert.Throws<CodecException>(() => codec.Encode(three, new byte[bytesOfThree - 1]));
        Assert.Throws<CodecException>(() => codec.Encode(three, new byte[bytesOfThree + 1]));
        Assert.Throws<CodecException>(() => codec.Decode(codec.Encode(three).AsSpan()[..^1], new float[3]));
        Assert.Throws<CodecException>(() => codec.Decode(new byte[bytesOfThree + 1], new float[3]));
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("bfloat16")]
    [InlineData("int8")]
    public void A_range_is_decoded_as_the_whole_wherever_it_begins_and_ends(string name)
    {
        AnywhereCodec codec = Assert.IsAssignableFrom<AnywhereCodec>(PayloadCodec.ByName(name));
        float[] values = Updates.Scattered(1, LosslessCodec.BlockValues + 700)[0];
        byte[] encoded = codec.Encode(values);
        float[] whole = new float[values.Length];
        codec.Decode(encoded, whole);

        foreach ((int start, int count) in new[] { (0, 256), (256, 512), (250, 20), (LosslessCodec.BlockValues - 3, 5), (17_000, 84), (1, values.Length - 2) })
        {
            float[] range = new float[count];
            codec.DecodeRange(encoded, start, range);
            Assert.Equal(whole[start..(start + count)], range);
        }
    }

    [Fact]
    public void Float32_keeps_every_bit()
    {
        float[] nans = [BitConverter.Int32BitsToSingle(0x7F80_0001), BitConverter.Int32BitsToSingle(unchecked((int)0xFFC1_2345))];
        Assert.Equal(Bits([.. Values, .. nans]), Bits(RoundTrip("float32", [.. Values, .. nans])));
    }

    [Fact]
    public void Float32_is_little_endian()
    {
        byte[] encoded = new byte[4];
        PayloadCodec.ByName("float32").Encode([1f], encoded);
        Assert.Equal([0, 0, 0x80, 0x3F], encoded);
    }

    [Theory]
    [InlineData(0x3F80_0000u, 0x3F80)] // 1
    [InlineData(0x3F80_7FFFu, 0x3F80)] // below the half
    [InlineData(0x3F80_8000u, 0x3F80)] // the half, down to even
    [InlineData(0x3F80_8001u, 0x3F81)] // above the half
    [InlineData(0x3F81_8000u, 0x3F82)] // the half, up to even
    [InlineData(0xBF81_8000u, 0xBF82)] // the same below zero
    [InlineData(0x3FFF_8000u, 0x4000)] // carries into the exponent
    [InlineData(0x7F7F_7FFFu, 0x7F7F)] // rounds to the largest
    [InlineData(0x7F7F_8000u, 0x7F80)] // rounds to infinity
    [InlineData(0x7F80_0000u, 0x7F80)] // infinity
    [InlineData(0xFF80_0000u, 0xFF80)] // minus infinity
    [InlineData(0x7F80_0001u, 0x7FC0)] // a NaN whose kept bits are all 0
    [InlineData(0xFFFF_FFFFu, 0xFFFF)] // a NaN that rounding up would turn into -0
    [InlineData(0x0000_8000u, 0x0000)] // subnormal half, to even
    [InlineData(0x0001_8000u, 0x0002)] // subnormals round like the rest
    [InlineData(0x8000_0000u, 0x8000)] // -0
    public void Bfloat16_rounds_to_nearest_even_on_the_wide_and_on_the_narrow_path(uint bits, ushort expected)
    {
        float[] values = Enumerable.Repeat(BitConverter.UInt32BitsToSingle(bits), 17).ToArray();
        byte[] encoded = new byte[34];
        PayloadCodec.ByName("bfloat16").Encode(values, encoded);

        Assert.All(Enumerable.Range(0, 17), i => Assert.Equal(expected, BitConverter.ToUInt16(encoded, 2 * i)));
    }

    [Fact]
    public void The_origin_goes_on_from_what_receivers_decode()
    {
        foreach (string name in PayloadCodec.Names)
        {
            float[] own = [.. Values, float.NaN];
            float[] received = RoundTrip(name, own);
            PayloadCodec.ByName(name).Quantise(own);

            Assert.Equal(Bits(received), Bits(own));
            Assert.Equal(Bits(received), Bits(RoundTrip(name, received)));
        }
    }

    private static float[] RoundTrip(string name, float[] values)
    {
        PayloadCodec codec = PayloadCodec.ByName(name);
        float[] decoded = new float[values.Length];
        codec.Decode(codec.Encode(values), decoded);
        return decoded;
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
