using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

public sealed class BoundedReadsTests
{
    private delegate void Decode(ref MessagePackReader reader);

    [Fact]
    public void An_array_of_another_length_is_malformed()
    {
        Assert.Equal(WireFaultCode.Malformed, Fault("920102", (ref MessagePackReader r) => r.RequireArray(3, "vote")));
        Assert.Null(Fault("920102", (ref MessagePackReader r) => r.RequireArray(2, "vote")));
    }

    [Fact]
    public void A_count_above_its_cap_is_too_many()
    {
        Assert.Equal(WireFaultCode.TooMany, Fault("93010203", (ref MessagePackReader r) => r.RequireArrayUpTo(2, "ids")));
        Assert.Null(Fault("920102", (ref MessagePackReader r) => r.RequireArrayUpTo(2, "ids")));
    }

    [Fact]
    public void A_string_is_bounded_in_utf8_bytes_not_in_characters()
    {
        Assert.Null(Fault("a4c3a9c3a9", (ref MessagePackReader r) => r.RequireString(4, "name")));
        Assert.Equal(WireFaultCode.TooMany, Fault("a4c3a9c3a9", (ref MessagePackReader r) => r.RequireString(3, "name")));
        Assert.Equal(WireFaultCode.Malformed, Fault("c0", (ref MessagePackReader r) => r.RequireString(3, "name")));
    }

    [Fact]
    public void A_digest_must_have_exactly_its_length()
    {
        Assert.Null(Fault("c4020102", (ref MessagePackReader r) => r.RequireBytes(2, "digest")));
        Assert.Equal(WireFaultCode.Malformed, Fault("c4020102", (ref MessagePackReader r) => r.RequireBytes(3, "digest")));
        Assert.Equal(WireFaultCode.TooMany, Fault("c4020102", (ref MessagePackReader r) => r.RequireBytesUpTo(1, "payload")));
        Assert.Equal(WireFaultCode.Malformed, Fault("c0", (ref MessagePackReader r) => r.RequireBytes(2, "digest")));
    }

    [Fact]
    public void Bytes_after_the_last_value_are_refused()
    {
        Assert.Equal(WireFaultCode.TrailingBytes, Fault("0102", (ref MessagePackReader r) =>
        {
            r.ReadInt32();
            r.RequireEnd("vote");
        }));
    }

    private static WireFaultCode? Fault(string hex, Decode decode)
    {
        try
        {
            MessagePackReader reader = new(Convert.FromHexString(hex));
            decode(ref reader);
            return null;
        }
        catch (WireException refused)
        {
            return refused.Fault.Code;
        }
    }
}
