using System.Buffers;
using System.Buffers.Binary;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

public sealed class FrameParserTests
{
    private static readonly FrameType[] Reserved = [FrameType.RecordIds];

    private static readonly byte[] Body = [1, 2, 3, 4, 5];

    [Fact]
    public void A_header_has_the_documented_bytes()
    {
        byte[] bytes = new byte[FrameHeader.Size];
        new FrameHeader(1, 0, FrameType.Chunk, 0x01020).Write(bytes);
        Assert.Equal("526e67460100002000001020", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void A_frame_is_found_at_every_split_point()
    {
        byte[] bytes = [.. Encode(FrameType.Envelope, Body), .. Encode(FrameType.Heartbeat, [])];
        for (int first = 0; first <= bytes.Length; first++)
        {
            for (int second = first; second <= bytes.Length; second++)
            {
                ReadOnlySequence<byte> buffer = Pieces.Cut(bytes, first, second);
                Assert.True(FrameParser.TryRead(ref buffer, out Frame envelope));
                Assert.Equal(FrameType.Envelope, envelope.Type);
                Assert.Equal(Body, envelope.Body.ToArray());
                Assert.True(FrameParser.TryRead(ref buffer, out Frame heartbeat));
                Assert.Equal(FrameType.Heartbeat, heartbeat.Type);
                Assert.True(buffer.IsEmpty);
            }
        }
    }

    [Fact]
    public void Every_truncation_waits_for_more_and_consumes_nothing()
    {
        byte[] bytes = Encode(FrameType.Envelope, Body);
        for (int length = 0; length < bytes.Length; length++)
        {
            ReadOnlySequence<byte> buffer = new(bytes, 0, length);
            Assert.False(FrameParser.TryRead(ref buffer, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Fact]
    public void A_type_that_is_numbered_but_not_used_is_refused_from_the_header_alone() =>
        Assert.All(Reserved, type => Assert.Equal(WireFaultCode.UnknownType, Fault(Header(type, 0))));

    [Fact]
    public void A_body_at_its_cap_is_accepted_and_one_byte_more_is_refused_from_the_header_alone()
    {
        foreach (FrameType type in Enum.GetValues<FrameType>().Except(Reserved))
        {
            int cap = WireCaps.BodyBytesMax(type)!.Value;
            ReadOnlySequence<byte> atCap = new(Encode(type, new byte[cap]));
            Assert.True(FrameParser.TryRead(ref atCap, out Frame frame));
            Assert.Equal(cap, frame.Body.Length);
            Assert.Equal(WireFaultCode.Oversize, Fault(Header(type, (uint)cap + 1)));
        }
    }

    [Theory]
    [InlineData(0x7fff_ffffu)]
    [InlineData(0x8000_0000u)]
    [InlineData(0xffff_ffffu)]
    public void A_length_beyond_31_bits_is_oversize(uint length) =>
        Assert.Equal(WireFaultCode.Oversize, Fault(Header(FrameType.Chunk, length)));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(999)]
    [InlineData(65535)]
    public void An_unknown_type_is_refused(int type) =>
        Assert.Equal(WireFaultCode.UnknownType, Fault(Header((FrameType)type, 0)));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    public void An_unknown_version_is_refused_with_the_versions_spoken_here(byte version)
    {
        byte[] bytes = Header(FrameType.Heartbeat, 0);
        bytes[4] = version;
        WireException refused = Assert.Throws<WireException>(() => FrameHeader.Parse(bytes));
        Assert.Equal(WireFaultCode.UnknownVersion, refused.Fault.Code);
        Assert.Contains("speaks 1 to 2", refused.Fault.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FrameType.Admission)]
    [InlineData(FrameType.Hello)]
    [InlineData(FrameType.Goodbye)]
    public void What_comes_before_a_version_is_agreed_keeps_its_version_for_ever(FrameType type)
    {
        byte[] bytes = Header(type, 0);
        Assert.Equal(1, FrameHeader.Parse(bytes).Version);

        bytes[4] = FrameHeader.VersionNewest;
        Assert.Equal(WireFaultCode.UnknownVersion, Fault(bytes));
    }

    [Fact]
    public void A_flag_without_meaning_is_refused()
    {
        byte[] bytes = Header(FrameType.Heartbeat, 0);
        bytes[5] = 0x80;
        Assert.Equal(WireFaultCode.UnknownFlags, Fault(bytes));
    }

    [Fact]
    public void Another_protocol_is_recognised_by_its_first_bytes() =>
        Assert.Equal(WireFaultCode.NotRingFed, Fault("GET / HTTP/1.1\r\n"u8.ToArray()));

    internal static byte[] Encode(FrameType type, byte[] body) => [.. Header(type, (uint)body.Length), .. body];

    private static byte[] Header(FrameType type, uint length)
    {
        byte[] bytes = new byte[FrameHeader.Size];
        new FrameHeader(1, 0, type, 0).Write(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), length);
        return bytes;
    }

    private static WireFaultCode Fault(byte[] bytes) => Assert.Throws<WireException>(() =>
    {
        ReadOnlySequence<byte> buffer = new(bytes);
        FrameParser.TryRead(ref buffer, out _);
    }).Fault.Code;
}
