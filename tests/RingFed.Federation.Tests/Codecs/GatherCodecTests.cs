using RingFed.Federation.Codecs;
using RingFed.Federation.Ring;

namespace RingFed.Federation.Tests.Codecs;

public sealed class GatherCodecTests
{
    [Fact]
    public void Count_origins_and_payloads_lie_one_after_another()
    {
        byte[] encoded = Encoded((1, [10, 11, 12]), (3, [30, 31, 32]));

        Assert.Equal([2, 0, 0, 0, 1, 0, 0, 0, 10, 11, 12, 3, 0, 0, 0, 30, 31, 32], encoded);
        IReadOnlyList<GatheredPayload> decoded = GatherCodec.Decode(encoded);
        Assert.Equal([1, 3], decoded.Select(payload => payload.Origin));
        Assert.Equal([30, 31, 32], decoded[1].Payload.ToArray());
    }

    [Fact]
    public void Origins_that_do_not_ascend_are_refused_both_ways()
    {
        Assert.Throws<CodecException>(() => Encoded((3, [1]), (1, [1])));
        Assert.Throws<CodecException>(() => Encoded((1, [1]), (1, [1])));
        byte[] swapped = Encoded((1, [1]), (3, [1]));
        (swapped[4], swapped[9]) = (swapped[9], swapped[4]);
        Assert.Throws<CodecException>(() => GatherCodec.Decode(swapped));
    }

    [Fact]
    public void What_is_cut_short_is_refused_where_payloads_cannot_all_be_as_long()
    {
        byte[] whole = Encoded((0, [1, 2, 3]), (1, [4, 5, 6]));

        Assert.All(Enumerable.Range(0, 4), length => Assert.Throws<CodecException>(() => GatherCodec.Decode(whole.AsMemory(0, length))));
        Assert.All([13, 15, 17], length => Assert.Throws<CodecException>(() => GatherCodec.Decode(whole.AsMemory(0, length))));
    }

    [Fact]
    public void A_count_that_no_length_holds_is_refused() =>
        Assert.Throws<CodecException>(() => GatherCodec.Decode(new byte[] { 255, 255, 255, 255, 0, 0, 0, 0 }));

    private static byte[] Encoded(params (int Origin, byte[] Payload)[] parts)
    {
        byte[] encoded = new byte[GatherCodec.EncodedLength(parts.Length, parts[0].Payload.Length)];
        IReadOnlyList<Memory<byte>> places = GatherCodec.Frame(encoded, [.. parts.Select(part => part.Origin)]);
        for (int index = 0; index < parts.Length; index++)
        {
            parts[index].Payload.CopyTo(places[index]);
        }

        return encoded;
    }
}
