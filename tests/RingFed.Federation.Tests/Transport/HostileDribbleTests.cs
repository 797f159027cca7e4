using System.IO.Pipelines;
using RingFed.Federation.Tests.Identity;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

/// <summary>Frames that never end, over an authenticated link.</summary>
public sealed class HostileDribbleTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public async Task A_frame_that_was_begun_and_does_not_end_is_given_up_at_its_time()
    {
        Pipe pipe = new();
        FrameReader reader = new(pipe.Reader, clock);
        byte[] frame = new byte[FrameHeader.Size];
        new FrameHeader(1, 0, FrameType.Chunk, WireCaps.ChunkBytesMax).Write(frame);
        Task<Frame?> reading = reader.ReadAsync(default).AsTask();

        // Nothing has begun, so no time runs; then byte after byte, and none of them starts it anew.
        clock.Advance(TimeSpan.FromHours(1));
        await pipe.Writer.WriteAsync(frame.AsMemory(0, 1));
        await clock.WaitForTimerAsync();
        clock.Advance(WireCaps.FrameTimeMax - TimeSpan.FromTicks(1));
        await pipe.Writer.WriteAsync(frame.AsMemory(1));
        Assert.False(reading.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));

        WireException fault = await Assert.ThrowsAsync<WireException>(() => reading);
        Assert.Equal(new WireFault(WireFaultCode.TimedOut, "a frame was begun and not completed within 60 s"), fault.Fault);
    }

    [Fact]
    public async Task An_end_asked_for_by_this_side_is_not_taken_for_the_peers_slowness()
    {
        Pipe pipe = new();
        FrameReader reader = new(pipe.Reader, clock);
        using CancellationTokenSource stop = new();
        await pipe.Writer.WriteAsync(new byte[] { (byte)'R' });
        Task<Frame?> reading = reader.ReadAsync(stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_neighbour_that_dribbles_a_frame_is_told_and_let_go()
    {
        (Stream near, Stream far) = Duplex();
        using PeerLink link = new(1, 1, true, ProtocolRange.Spoken, near, new SessionInbox(), new PayloadStore(), new TrafficMeter(), new TrafficMeter());
        Task<LinkEnd> running = link.RunAsync(clock);
        await far.WriteAsync("RngF"u8.ToArray());
        await clock.WaitForTimerAsync();

        clock.Advance(WireCaps.FrameTimeMax);

        Frame? goodbye = await FrameReader.Over(far).ReadAsync(default);
        Assert.Equal(WireFaultCode.TimedOut, Goodbye.Decode(goodbye!.Value).Code);
        await far.DisposeAsync();
        LinkEnd end = await running;
        Assert.StartsWith("TimedOut", end.Why, StringComparison.Ordinal);
        Assert.Equal(WireFaultCode.TimedOut, end.Code);
    }

    [Fact]
    public async Task A_link_that_the_peer_closes_ends_with_the_peer_s_code()
    {
        (Stream near, Stream far) = Duplex();
        using PeerLink link = new(1, 1, true, ProtocolRange.Spoken, near, new SessionInbox(), new PayloadStore(), new TrafficMeter(), new TrafficMeter());
        Task<LinkEnd> running = link.RunAsync(clock);
        FrameWriter writer = FrameWriter.Over(far);
        writer.Write(FrameType.Goodbye, new WireFault(WireFaultCode.Stopping, "all rounds are closed"), Goodbye.Encode);
        await writer.FlushAsync(default);
        await far.DisposeAsync();

        LinkEnd end = await running;
        Assert.Equal(WireFaultCode.Stopping, end.Code);
        Assert.Equal("the peer said Stopping (51): all rounds are closed", end.Why);
    }

    private static (Stream Near, Stream Far) Duplex()
    {
        (Pipe there, Pipe back) = (new Pipe(), new Pipe());
        return (new DuplexStream(there.Reader, back.Writer), new DuplexStream(back.Reader, there.Writer));
    }
}
