using System.Buffers;
using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Messages;

public sealed class MessageCodecTests
{
    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Samples.Messages.Count)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_message_that_is_read_and_written_again_has_the_same_bytes(int sample)
    {
        RingMessage message = Samples.Messages[sample];
        byte[] body = Encode(message);

        RingMessage again = Decode(message, body);

        Assert.IsType(message.GetType(), again);
        Assert.Equal(body, Encode(again));
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Every_truncation_and_every_trailing_byte_is_refused_with_a_code(int sample)
    {
        RingMessage message = Samples.Messages[sample];
        byte[] body = Encode(message);
        for (int length = 0; length < body.Length; length++)
        {
            Assert.Throws<WireException>(() => Decode(message, body[..length]));
        }

        Assert.Throws<WireException>(() => Decode(message, [.. body, 0]));
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Every_changed_byte_is_read_or_refused_with_a_code_and_nothing_else(int sample)
    {
        RingMessage message = Samples.Messages[sample];
        byte[] body = Encode(message);
        for (int at = 0; at < body.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 0x7f, 0x80, 0xc0, 0xd9, 0xdd, 0xff })
            {
                byte[] changed = [.. body];
                changed[at] = value;
                Exception? thrown = Record.Exception(() => Decode(message, changed));

                Assert.True(thrown is null or WireException, $"byte {at} as {value}: {thrown}");
            }
        }
    }

    [Fact]
    public void A_message_as_large_as_its_caps_allow_fits_its_frame()
    {
        Summary largest = new(
            1,
            [.. Enumerable.Repeat(Samples.D(1), MessageCaps.SummaryRecordsMax)],
            [.. Enumerable.Range(0, MessageCaps.SummaryItemsMax)
                .Select(origin => new ItemHolding(new ItemId(MessageCaps.RoundMax, origin), new byte[MessageCaps.BitmapBytesMax]))]);

        Assert.InRange(Encode(largest).Length, 1, WireCaps.BodyBytesMax(FrameType.Summary)!.Value);
        Assert.InRange(
            Encode(new RecordMessage(Samples.Sign(Samples.Precommit with { Origin = new string('x', 63), Federation = new string('y', 63) }))).Length,
            1,
            WireCaps.BodyBytesMax(FrameType.Precommit)!.Value);
    }

    [Fact]
    public void A_chunk_is_read_as_it_was_written()
    {
        ChunkFrame chunk = new(new ChunkId(ItemId.AggregateOf(3), 2), new byte[64], new byte[] { 1, 2, 3 });
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        ChunkFrame.Encode(ref writer, chunk);
        writer.Flush();

        ChunkFrame again = ChunkFrame.Decode(FrameOf(FrameType.Chunk, buffer.WrittenSpan.ToArray()));

        Assert.Equal(chunk.Chunk, again.Chunk);
        Assert.Equal(chunk.Proof.ToArray(), again.Proof.ToArray());
        Assert.Equal(chunk.Bytes.ToArray(), again.Bytes.ToArray());
    }

    private static byte[] Encode(RingMessage message)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        MessageCodec.Encode(ref writer, message);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static RingMessage Decode(RingMessage like, byte[] body) => MessageCodec.Decode(FrameOf(MessageCodec.TypeOf(like), body));

    private static Frame FrameOf(FrameType type, byte[] body) =>
        new(new FrameHeader(FrameHeader.VersionNewest, 0, type, body.Length), new ReadOnlySequence<byte>(body));
}
