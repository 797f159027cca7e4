using System.Buffers;
using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Messages;

/// <summary>What differs between protocol 1 and 2, and what must not.</summary>
public sealed class ProtocolVersionTests
{
    [Fact]
    public void A_heartbeat_says_more_in_protocol_2()
    {
        Heartbeat beat = new(true, 300, 4);

        Assert.Equal("91c3", Convert.ToHexStringLower(Encode(beat, 1)));
        Assert.Equal("93c3cd012c04", Convert.ToHexStringLower(Encode(beat, 2)));
        Assert.Equal(beat, Decode(FrameType.Heartbeat, Encode(beat, 2), 2));
        Assert.Equal(new Heartbeat(true, null, null), Decode(FrameType.Heartbeat, Encode(beat, 1), 1));
    }

    [Theory]
    [InlineData(1, "93c30104")]
    [InlineData(2, "91c3")]
    [InlineData(2, "93c30109")]
    public void A_heartbeat_of_the_other_version_or_with_an_impossible_score_is_refused(int version, string body)
    {
        Assert.Throws<WireException>(() => Decode(FrameType.Heartbeat, Convert.FromHexString(body), (byte)version));
    }

    [Fact]
    public void A_summary_says_in_protocol_2_what_its_sender_remembers_of_the_receiver()
    {
        Summary summary = Samples.Messages.OfType<Summary>().First();

        Summary old = (Summary)Decode(FrameType.Summary, Encode(summary, 1), 1);
        Summary now = (Summary)Decode(FrameType.Summary, Encode(summary, 2), 2);

        Assert.Equal(summary.Records, old.Records);
        Assert.Empty(old.Remembrance.Newest);
        Assert.Equal(summary.Remembrance.Newest, now.Remembrance.Newest);
        Assert.Equal(0.25, now.Remembrance.EpsilonSpent);
        Assert.Throws<WireException>(() => Decode(FrameType.Summary, Encode(summary, 1), 2));
        Assert.Throws<WireException>(() => Decode(FrameType.Summary, Encode(summary, 2), 1));
    }

    [Fact]
    public void Everything_else_is_the_same_bytes_in_both_versions_above_all_what_is_signed()
    {
        foreach (RingMessage message in Samples.Messages.Where(message => message is not (Heartbeat or Summary)))
        {
            Assert.Equal(Encode(message, 1), Encode(message, 2));
        }
    }

    private static byte[] Encode(RingMessage message, int version)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        MessageCodec.Encode(ref writer, (message, version));
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static RingMessage Decode(FrameType type, byte[] body, byte version) =>
        MessageCodec.Decode(new Frame(new FrameHeader(version, 0, type, body.Length), new ReadOnlySequence<byte>(body)));
}
