using RingFed.Federation.Codecs;

namespace RingFed.Federation.Tests.Codecs;

/// <summary>Streams written by hand after RFC 1951, bit by bit.</summary>
public sealed class InflaterTests
{
    [Fact]
    public void A_stored_block_is_copied() => Assert.Equal([7, 8, 9], Inflated(3, 0x01, 3, 0, 0xFC, 0xFF, 7, 8, 9));

    [Fact]
    public void A_block_of_the_fixed_code_with_a_repetition_that_reads_what_it_writes()
    {
        // 1 (last) 01 (fixed), 'a' = 10010001, length 5 = 0000011, distance 1 = 00000, end = 0000000.
        BitString bits = new("1 10 10010001 0000011 00000 0000000");

        Assert.Equal([97, 97, 97, 97, 97, 97], Inflated(6, bits.Bytes));
    }

    [Theory]
    [InlineData("1 11", "no known type")]
    [InlineData("1 10 10010001", "ends too early")]
    [InlineData("1 10 0000011 00000 0000000", "before its beginning")]
    [InlineData("1 10 10010001 0000011 00001 0000000", "before its beginning")]
    [InlineData("1 10 10010001 11000110 00000", "a length that does not exist")]
    [InlineData("1 10 10010001 0000011 11110 0000000", "stand for no symbol")]
    [InlineData("1 10 10010001 10010001 10010001 0000000", "holds more than it must")]
    [InlineData("1 10 10010001 0000000", "does not end with the last")]
    [InlineData("1 10 10010001 10010001 0000000 00000000 00000000", "does not end with the last")]
    [InlineData("1 01 01111 11111 0000", "more symbols than there are")]
    [InlineData("1 01 00000 00000 0000 100 100 100 100", "more codes than fit")]
    [InlineData("1 01 00000 00000 0000 100 000 000 000 0", "repeats a length before there is one")]
    public void What_is_no_stream_of_two_bytes_is_refused_with_what_is_wrong(string bits, string what) =>
        Assert.Contains(what, Assert.Throws<CodecException>(() => Inflated(2, new BitString(bits).Bytes)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_stored_block_with_a_wrong_complement_or_too_few_bytes_is_refused()
    {
        Assert.Throws<CodecException>(() => Inflated(3, 0x01, 3, 0, 0xFB, 0xFF, 7, 8, 9));
        Assert.Throws<CodecException>(() => Inflated(3, 0x01, 3, 0, 0xFC, 0xFF, 7, 8));
        Assert.Throws<CodecException>(() => Inflated(2, 0x01, 3, 0, 0xFC, 0xFF, 7, 8, 9));
    }

    [Fact]
    public void Empty_blocks_without_end_are_refused()
    {
        byte[] empty = [.. Enumerable.Repeat(new byte[] { 0, 0, 0, 0xFF, 0xFF }, Inflater.BlocksMax - 1).SelectMany(block => block)];
        byte[] last = [0x01, 2, 0, 0xFD, 0xFF, 1, 2];

        Assert.Equal([1, 2], Inflated(2, [.. empty, .. last]));
        Assert.Contains(
            "blocks", Assert.Throws<CodecException>(() => Inflated(2, [.. empty, 0, 0, 0, 0xFF, 0xFF, .. last])).Message, StringComparison.Ordinal);
    }

    private static byte[] Inflated(int length, params byte[] stream)
    {
        byte[] inflated = new byte[length];
        new Inflater().Inflate(stream, inflated);
        return inflated;
    }

    /// <summary>Bits in the order in which they stand in the stream: codes highest bit first, numbers lowest bit first.</summary>
    private sealed record BitString(string Text)
    {
        public byte[] Bytes =>
            [.. Text.Replace(" ", "").Chunk(8).Select(bits => (byte)bits.Select((bit, i) => (bit - '0') << i).Sum())];
    }
}
