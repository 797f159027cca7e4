using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

public sealed class MessagePackReaderTests
{
    public static readonly TheoryData<long, string> Integers = MessagePackVectors.Integers;
    public static readonly TheoryData<string> LongerThanNeeded = MessagePackVectors.LongerThanNeeded;
    public static readonly TheoryData<string> ClaimsBeyondTheBytes = MessagePackVectors.ClaimsBeyondTheBytes;

    private delegate T Decode<out T>(ref MessagePackReader reader);

    [Theory]
    [MemberData(nameof(Integers))]
    public void An_integer_of_the_specification_is_read_back(long value, string hex) =>
        Assert.Equal(value, Read(hex, (ref MessagePackReader r) => r.ReadInt64()));

    [Fact]
    public void Integers_outside_the_wanted_type_are_refused()
    {
        AssertMalformed("cd0100", (ref MessagePackReader r) => r.ReadByte());
        AssertMalformed("ff", (ref MessagePackReader r) => r.ReadUInt32());
        AssertMalformed("ce80000000", (ref MessagePackReader r) => r.ReadInt32());
        AssertMalformed("cf8000000000000000", (ref MessagePackReader r) => r.ReadInt64());
        AssertMalformed("d1ff7f", (ref MessagePackReader r) => r.ReadUInt64());
    }

    [Theory]
    [MemberData(nameof(LongerThanNeeded))]
    public void A_form_longer_than_needed_is_refused(string hex) => AssertMalformed(hex, (ref MessagePackReader r) =>
    {
        r.Skip();
        return 0;
    });

    [Theory]
    [MemberData(nameof(ClaimsBeyondTheBytes))]
    public void A_length_that_the_bytes_cannot_hold_is_refused_before_anything_is_allocated(string hex)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        WireFault fault = Fault(hex, (ref MessagePackReader r) =>
        {
            r.Skip();
            return 0;
        });

        Assert.Equal(WireFaultCode.Truncated, fault.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Fact]
    public void A_value_of_another_kind_is_refused_with_its_kind()
    {
        AssertMalformed("a161", (ref MessagePackReader r) => r.ReadInt32());
        AssertMalformed("01", (ref MessagePackReader r) => r.ReadString());
        AssertMalformed("a161", (ref MessagePackReader r) => r.ReadBytes()!.Value.Length);
        AssertMalformed("01", (ref MessagePackReader r) => r.ReadBoolean());
        AssertMalformed("01", (ref MessagePackReader r) => r.ReadDouble());
        AssertMalformed("cb0000000000000000", (ref MessagePackReader r) => r.ReadSingle());
        AssertMalformed("80", (ref MessagePackReader r) => r.ReadArrayHeader());
        AssertMalformed("90", (ref MessagePackReader r) => r.ReadMapHeader());
        Assert.Contains("String", Fault("a161", (ref MessagePackReader r) => r.ReadInt32()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Floats_keep_their_bits()
    {
        Assert.Equal(1.5f, Read("ca3fc00000", (ref MessagePackReader r) => r.ReadSingle()));
        Assert.Equal(-2.5, Read("cbc004000000000000", (ref MessagePackReader r) => r.ReadDouble()));
        Assert.True(double.IsNaN(Read("cb7ff8000000000001", (ref MessagePackReader r) => r.ReadDouble())));
    }

    [Fact]
    public void Nil_is_null_for_strings_and_byte_strings()
    {
        Assert.Null(Read("c0", (ref MessagePackReader r) => r.ReadString()));
        Assert.True(Read("c0", (ref MessagePackReader r) => r.ReadBytes() is null));
        Assert.False(Read("c2", (ref MessagePackReader r) => r.TryReadNil()));
    }

    [Theory]
    [InlineData("a1ff")]
    [InlineData("a2c080")]
    [InlineData("a3eda080")]
    public void Text_that_is_not_utf8_is_refused(string hex) =>
        AssertMalformed(hex, (ref MessagePackReader r) => r.ReadString());

    [Fact]
    public void The_unused_code_is_refused() => AssertMalformed("c1", (ref MessagePackReader r) =>
    {
        r.Skip();
        return 0;
    });

    [Fact]
    public void Skipping_stops_at_the_depth_cap_and_not_a_level_before()
    {
        string atCap = string.Concat(Enumerable.Repeat("91", WireCaps.DepthMax - 1)) + "c0";
        Assert.Equal(WireCaps.DepthMax, Read(atCap, (ref MessagePackReader r) =>
        {
            r.Skip();
            return r.Consumed;
        }));
        Assert.Equal(WireFaultCode.TooDeep, Fault("91" + atCap, (ref MessagePackReader r) =>
        {
            r.Skip();
            return 0;
        }).Code);
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("ca3fc00000")]
    [InlineData("cb3ff8000000000000")]
    [InlineData("d40100")]
    [InlineData("d80100000000000000000000000000000000")]
    [InlineData("c70301aabbcc")]
    [InlineData("c403010203")]
    [InlineData("83a16101a16293c0c3c2a163d9206161616161616161616161616161616161616161616161616161616161616161")]
    public void Skipping_takes_exactly_one_value_however_the_bytes_are_split(string hex)
    {
        byte[] bytes = [.. Convert.FromHexString(hex), 0x2a];
        for (int at = 0; at <= bytes.Length; at++)
        {
            MessagePackReader reader = new(Pieces.Cut(bytes, at));
            Assert.Equal(hex, Convert.ToHexStringLower(reader.ReadRaw().ToArray()));
            Assert.Equal(42, reader.ReadInt32());
            Assert.True(reader.End);
        }
    }

    [Theory]
    [InlineData("cd0100")]
    [InlineData("cb3ff8000000000000")]
    [InlineData("a3616263")]
    [InlineData("c403010203")]
    [InlineData("93c0c3c2")]
    [InlineData("81a161a162")]
    [InlineData("c70301aabbcc")]
    public void Every_truncation_of_a_value_is_refused(string hex)
    {
        for (int length = 0; length < hex.Length / 2; length++)
        {
            Assert.Equal(WireFaultCode.Truncated, Fault(hex[..(2 * length)], (ref MessagePackReader r) =>
            {
                r.Skip();
                return 0;
            }).Code);
        }
    }

    private static T Read<T>(string hex, Decode<T> decode)
    {
        MessagePackReader reader = new(Convert.FromHexString(hex));
        return decode(ref reader);
    }

    private static WireFault Fault<T>(string hex, Decode<T> decode) =>
        Assert.Throws<WireException>(() => _ = Read(hex, decode)).Fault;

    private static void AssertMalformed<T>(string hex, Decode<T> decode) =>
        Assert.Equal(WireFaultCode.Malformed, Fault(hex, decode).Code);
}
