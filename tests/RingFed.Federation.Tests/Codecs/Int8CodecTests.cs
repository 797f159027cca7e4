using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Codecs;
using RingFed.Federation.Tests.Aggregation;

namespace RingFed.Federation.Tests.Codecs;

public sealed class Int8CodecTests
{
    private static readonly PayloadCodec Codec = PayloadCodec.ByName("int8");

    [Fact]
    public void A_block_is_its_scale_and_one_byte_a_value_rounded_to_nearest_even()
    {
        byte[] encoded = Codec.Encode([127, -127, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 0.4999f, -0f, 126.4f]);

        Assert.Equal([0, 0, 0x80, 0x3F, 127, 0x81, 0, 2, 2, 0, 0xFE, 0, 0, 126], encoded);
        Assert.Equal([127, -127, 0, 2, 2, 0, -2, 0, 0, 126], Decoded(encoded, 10));
    }

    [Fact]
    public void Every_256_values_have_a_scale_of_their_own()
    {
        float[] values = [.. Enumerable.Repeat(127f, 256), .. Enumerable.Repeat(0.127f, 255), .. Enumerable.Repeat(12.7f, 1), 1e-6f];

        float[] decoded = Decoded(Codec.Encode(values), values.Length);

        Assert.All(decoded[..256], value => Assert.Equal(127, value));
        Assert.All(decoded[256..511], value => Assert.Equal(0.1f, value, 1e-4f));
        Assert.Equal(12.7f, decoded[511], 1e-3f);
        Assert.Equal(1e-6f, decoded[512], 1e-10f);
    }

    [Fact]
    public void No_value_is_off_by_more_than_half_a_scale_and_encoding_again_changes_nothing() => Prop.ForAll(
        Gen.Choose(1, int.MaxValue).Two().ToArbitrary(),
        drawn =>
        {
            float[] values = Updates.Scattered(1, 1 + (drawn.Item1 % 700), (ulong)drawn.Item2)[0];
            byte[] encoded = Codec.Encode(values);
            float[] decoded = Decoded(encoded, values.Length);
            for (int start = 0; start < values.Length; start += 256)
            {
                int end = Math.Min(values.Length, start + 256);
                double bound = values[start..end].Max(MathF.Abs) / 254.0 * (1 + 1e-4);
                Assert.All(Enumerable.Range(start, end - start), i => Assert.InRange(Math.Abs((double)values[i] - decoded[i]), 0, bound));
            }

            Assert.Equal(encoded, Codec.Encode(decoded));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(float.MaxValue)]
    [InlineData(float.MinValue)]
    [InlineData(3e38f)]
    [InlineData(1.5e-36f)]
    public void The_largest_magnitude_stays_finite_and_close(float value)
    {
        float decoded = Decoded(Codec.Encode([value, 0]), 2)[0];

        Assert.True(float.IsFinite(decoded));
        Assert.InRange(decoded / value, 0.9999, 1.0001);
    }

    [Theory]
    [InlineData(float.Epsilon)]
    [InlineData(-1e-40f)]
    [InlineData(1.4e-36f)]
    public void What_would_need_a_subnormal_scale_is_zero_without_a_sign(float value)
    {
        float[] decoded = Decoded(Codec.Encode([value, -value]), 2);

        Assert.Equal([0, 0], decoded.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, 17)]
    [InlineData(float.NegativeInfinity, 255)]
    public void A_value_that_is_not_finite_survives_as_a_block_of_NaN_and_no_other_block_knows(float value, int place)
    {
        float[] values = [.. Enumerable.Repeat(1f, 600)];
        values[place] = value;

        float[] decoded = Decoded(Codec.Encode(values), values.Length);

        Assert.All(decoded[..256], value => Assert.Equal(0x7FC0_0000, BitConverter.SingleToInt32Bits(value)));
        Assert.All(decoded[256..], value => Assert.Equal(1, value, 1e-4f));
    }

    [Theory]
    [InlineData(0x7F80_0000u)] // infinity
    [InlineData(0xBF80_0000u)] // -1
    [InlineData(0x8000_0000u)] // -0
    [InlineData(0x0000_0001u)] // subnormal
    [InlineData(0x007F_FFFFu)] // the largest subnormal
    [InlineData(0xFFFF_FFFFu)] // NaN
    public void A_scale_that_no_encoder_writes_makes_a_block_that_screening_refuses(uint scale) =>
        Assert.All(Decoded([.. BitConverter.GetBytes(scale), 1, 0], 2), value => Assert.Equal(0x7FC0_0000, BitConverter.SingleToInt32Bits(value)));

    [Fact]
    public void The_wide_and_the_narrow_path_agree_in_every_bit()
    {
        float[] values = Updates.Scattered(1, 256, seed: 11)[0];
        byte[] whole = Codec.Encode(values);
        float[] decoded = Decoded(whole, values.Length);

        // A block of one value, and of the largest beside it, goes through the loops' remainders.
        float largest = values.MaxBy(MathF.Abs);
        Assert.All(
            values.Zip(decoded), pair => Assert.Equal(pair.Second, Decoded(Codec.Encode([pair.First, largest]), 2)[0]));
    }

    private static float[] Decoded(byte[] encoded, int values)
    {
        float[] decoded = new float[values];
        Codec.Decode(encoded, decoded);
        return decoded;
    }
}
