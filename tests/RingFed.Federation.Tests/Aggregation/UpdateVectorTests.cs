using RingFed.Federation.Aggregation;
using RingFed.Federation.Codecs;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class UpdateVectorTests
{
    private static readonly float[] Values = Updates.Scattered(1, 1000, seed: 7)[0];

    public static TheoryData<string> Codecs => [.. PayloadCodec.Names];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Encoded_values_are_read_as_a_receiver_decodes_them_wherever_one_begins(string name)
    {
        UpdateVector vector = Encoded(PayloadCodec.ByName(name));
        float[] decoded = [.. Values];
        PayloadCodec.ByName(name).Quantise(decoded);

        Assert.Equal(decoded.Length, vector.Length);
        foreach (int start in new[] { 0, 128, 256, 300, 896 })
        {
            float[] scratch = new float[128];
            int count = Math.Min(scratch.Length, decoded.Length - start);
            Assert.Equal(decoded[start..(start + count)], vector.Read(start, count, scratch).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_scaled_vector_is_rounded_once(string name)
    {
        PayloadCodec codec = PayloadCodec.ByName(name);
        float[] decoded = [.. Values];
        codec.Quantise(decoded);

        float[] scaled = Encoded(codec).ScaledBy(1.0 / 3).Read(0, 128, new float[128]).ToArray();

        Assert.Equal(decoded[..128].Select(value => (float)(value * (1.0 / 3))), scaled);
    }

    [Fact]
    public void A_factor_of_one_leaves_every_bit()
    {
        float[] values = [float.Epsilon, 1f / 3, -0f];

        float[] read = UpdateVector.Of(values).ScaledBy(1).Read(0, 3, new float[3]).ToArray();

        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Bytes_of_another_length_are_refused(string name)
    {
        PayloadCodec codec = PayloadCodec.ByName(name);
        byte[] encoded = new byte[codec.EncodedLength(8)];

        Assert.Throws<CodecException>(() => UpdateVector.Of(codec, encoded, 9));
    }

    private static UpdateVector Encoded(PayloadCodec codec) => UpdateVector.Of(codec, codec.Encode(Values), Values.Length);
}
