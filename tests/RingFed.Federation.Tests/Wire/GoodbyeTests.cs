using System.Buffers;
using System.Text;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

public sealed class GoodbyeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_long_sentence_is_cut_between_characters_to_its_cap(int shift)
    {
        string sentence = new string('x', shift) + string.Concat(Enumerable.Repeat("\U0001F5DD", 200));
        WireFault seen = RoundTrip(new WireFault(WireFaultCode.WrongSilo, sentence));

        Assert.InRange(Encoding.UTF8.GetByteCount(seen.Sentence), WireCaps.SentenceBytesMax - 4, WireCaps.SentenceBytesMax);
        Assert.StartsWith(seen.Sentence, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_a_peer_do_not_reach_the_terminal() =>
        Assert.Equal(" [31mred", RoundTrip(new WireFault(WireFaultCode.Busy, "\u001b[31mred")).Sentence);

    [Fact]
    public void No_fault_carries_what_would_break_a_line_or_turn_it_round() =>
        Assert.Equal("a b c d", new WireFault(WireFaultCode.Busy, "a\u2028b\u202ec\nd").Sentence);

    [Fact]
    public void A_code_of_a_later_version_keeps_its_number() =>
        Assert.Equal(9999, (int)RoundTrip(new WireFault((WireFaultCode)9999, "new")).Code);

    [Fact]
    public void The_numbers_of_the_codes_never_change() => Assert.Equal(
        "1 2 3 4 5 6 7 8 9 10 11 32 33 34 35 36 37 38 39 48 49 50 51 52 53 54 55 56 57",
        string.Join(' ', Enum.GetValues<WireFaultCode>().Select(code => (ushort)code)));

    private static WireFault RoundTrip(WireFault fault)
    {
        ArrayBufferWriter<byte> body = new();
        MessagePackWriter writer = new(body);
        Goodbye.Encode(ref writer, fault);
        writer.Flush();
        FrameHeader header = new(1, 0, FrameType.Goodbye, body.WrittenCount);
        return Goodbye.Decode(new Frame(header, new ReadOnlySequence<byte>(body.WrittenMemory)));
    }
}
