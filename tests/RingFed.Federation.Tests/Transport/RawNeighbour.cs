using System.Net;
using RingFed.Federation.Messages;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

/// <summary>The last silo of a <see cref="LoopbackRing"/> as a test plays it: a good certificate, and frames of the test's choice.</summary>
internal sealed class RawNeighbour : IAsyncDisposable
{
    private readonly AuthenticatedStream link;
    private readonly LoopbackRing ring;

    private RawNeighbour(LoopbackRing ring, AuthenticatedStream link)
    {
        (this.ring, this.link) = (ring, link);
        Reader = FrameReader.Over(link.Stream);
        Writer = FrameWriter.Over(link.Stream);
    }

    public FrameReader Reader { get; }

    public FrameWriter Writer { get; }

    public Stream Stream => link.Stream;

    /// <summary>Dials silo 0 as the last silo of the ring.</summary>
    public static async Task<RawNeighbour> DialAsync(LoopbackRing ring)
    {
        TlsConnector connector = new(TimeProvider.System);
        IPEndPoint address = new(IPAddress.Loopback, ring.Topology.Silos[0].Address!.Port);
        TlsOutcome outcome = await connector.ConnectAsync(address, ["silo-0"], ring.Identities[^1], default);
        return new RawNeighbour(ring, outcome.Link ?? throw new InvalidOperationException(outcome.Refusal!.ToString()));
    }

    /// <summary>A good greeting but for the versions.</summary>
    public Hello Hello(int oldest = FrameHeader.VersionOldest, int newest = FrameHeader.VersionNewest) => new(
        oldest, newest, ring.Topology.Federation, ring.Topology.Epoch, new Digest(ring.Topology.Digest.Span), ring.Identities[^1].Silo, 1);

    public async Task SendAsync(RingMessage message, byte version = FrameHeader.VersionNewest)
    {
        Writer.Version = version;
        Writer.Write(MessageCodec.TypeOf(message), (message, (int)version), MessageCodec.Encode);
        await Writer.FlushAsync(default);
    }

    /// <summary>Skips to the next frame of the type.</summary>
    /// <exception cref="InvalidOperationException">The other end closed, with this goodbye, before one came.</exception>
    public async Task<Frame> NextAsync(FrameType type)
    {
        while (await Reader.ReadAsync(default) is { } frame)
        {
            if (frame.Type == type)
            {
                return frame;
            }

            if (frame.Type == FrameType.Goodbye)
            {
                throw new InvalidOperationException(Goodbye.Decode(frame).ToString());
            }
        }

        throw new InvalidOperationException("closed without a reason");
    }

    public async Task<WireFault> GoodbyeAsync() => Goodbye.Decode(await NextAsync(FrameType.Goodbye));

    public ValueTask DisposeAsync() => link.DisposeAsync();
}
