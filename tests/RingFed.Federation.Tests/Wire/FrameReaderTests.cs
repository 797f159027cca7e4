using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

public sealed class FrameReaderTests
{
    [Fact]
    public async Task Frames_come_out_as_they_went_in_and_are_counted()
    {
        using MemoryStream stream = new();
        FrameWriter writer = FrameWriter.Over(stream);
        writer.Write(FrameType.Chunk, new byte[WireCaps.ChunkBytesMax]);
        writer.Write(FrameType.Goodbye, new WireFault(WireFaultCode.Stopping, "good night"), Goodbye.Encode);
        await writer.FlushAsync(CancellationToken.None);
        Assert.Equal(stream.Length, writer.BytesWritten);

        stream.Position = 0;
        FrameReader reader = FrameReader.Over(stream);
        Frame? chunk = await reader.ReadAsync(CancellationToken.None);
        Assert.Equal(WireCaps.ChunkBytesMax, chunk!.Value.Body.Length);
        Frame? goodbye = await reader.ReadAsync(CancellationToken.None);
        Assert.Equal(new WireFault(WireFaultCode.Stopping, "good night"), Goodbye.Decode(goodbye!.Value));
        Assert.Null(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal(stream.Length, reader.BytesRead);
    }

    [Fact]
    public async Task Bytes_that_arrive_one_by_one_make_the_same_frames()
    {
        FrameReader reader = FrameReader.Over(new DribblingStream(
            [.. FrameParserTests.Encode(FrameType.Envelope, [7, 8, 9]), .. FrameParserTests.Encode(FrameType.Heartbeat, [6])]));

        Assert.Equal([7, 8, 9], (await reader.ReadAsync(CancellationToken.None))!.Value.Body.ToArray());
        Assert.Equal([6], (await reader.ReadAsync(CancellationToken.None))!.Value.Body.ToArray());
        Assert.Null(await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_stream_that_ends_inside_a_frame_is_truncated_at_every_length()
    {
        byte[] bytes = FrameParserTests.Encode(FrameType.Envelope, [7, 8, 9]);
        for (int length = 1; length < bytes.Length; length++)
        {
            FrameReader reader = FrameReader.Over(new MemoryStream(bytes, 0, length));
            WireException refused = await Assert.ThrowsAsync<WireException>(
                async () => await reader.ReadAsync(CancellationToken.None));
            Assert.Equal(WireFaultCode.Truncated, refused.Fault.Code);
        }
    }

    [Fact]
    public async Task An_endless_oversize_body_is_refused_after_one_read()
    {
        byte[] header = FrameParserTests.Encode(FrameType.Hello, []);
        header[8] = 0x7f;
        EndlessStream stream = new(header);
        FrameReader reader = FrameReader.Over(stream);

        WireException refused = await Assert.ThrowsAsync<WireException>(
            async () => await reader.ReadAsync(CancellationToken.None));

        Assert.Equal(WireFaultCode.Oversize, refused.Fault.Code);
        Assert.InRange(stream.BytesTaken, FrameHeader.Size, WireCaps.ReadBytes);
    }

    [Fact]
    public async Task A_body_that_never_ends_within_its_cap_holds_no_more_than_the_cap_and_one_read()
    {
        int cap = WireCaps.BodyBytesMax(FrameType.Summary)!.Value;
        byte[] header = FrameParserTests.Encode(FrameType.Summary, []);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), cap);
        EndlessStream stream = new(header);

        Frame? frame = await FrameReader.Over(stream).ReadAsync(CancellationToken.None);

        Assert.Equal(cap, frame!.Value.Body.Length);
        Assert.InRange(stream.BytesTaken, cap, cap + FrameHeader.Size + WireCaps.ReadBytes);
    }

    [Fact]
    public void A_body_beyond_its_cap_is_a_defect_of_the_sender()
    {
        FrameWriter writer = FrameWriter.Over(new MemoryStream());
        Assert.Throws<InvalidOperationException>(() => writer.Write(FrameType.Heartbeat, new byte[65]));
        Assert.Throws<InvalidOperationException>(() => writer.Write((FrameType)999, []));
    }

    /// <summary>Gives one byte a read.</summary>
    private sealed class DribblingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }

    /// <summary>A header, then zeros for ever; counts what was taken.</summary>
    private sealed class EndlessStream(byte[] header) : MemoryStream
    {
        public long BytesTaken { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Clear();
            if (BytesTaken == 0)
            {
                header.CopyTo(buffer);
            }

            BytesTaken += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
