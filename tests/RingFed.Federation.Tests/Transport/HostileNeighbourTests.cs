using System.Net;
using RingFed.Federation.Ring;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

/// <summary>A neighbour with a good certificate that does not keep to the protocol.</summary>
public sealed class HostileNeighbourTests
{
    private const int Parameters = 1000;

    public static TheoryData<byte[], WireFaultCode> Garbage => new()
    {
        { "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), WireFaultCode.NotRingFed },
        { FrameOf(FrameType.Hello, [0xc1]), WireFaultCode.Malformed },
        { FrameOf(FrameType.Progress, [0x91, 0x05]), WireFaultCode.UnexpectedFrame },
        { FrameOf(FrameType.RecordIds, [0x90]), WireFaultCode.UnknownType },
        { OversizeHeader(), WireFaultCode.Oversize },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_is_answered_with_a_code_and_the_ring_goes_on(byte[] garbage, WireFaultCode expected)
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        ArtificialWorker[] workers = [new(0, Parameters), new(1, Parameters)];
        using RunningSilo first = new(ring, 0, workers[0]);

        WireFault answer = await ProvokeAsync(ring, garbage);
        using RunningSilo second = new(ring, 1, workers[1]);

        Assert.Equal(expected, answer.Code);
        Assert.Equal(SessionEnding.Completed, (await first.End.WaitAsync(TimeSpan.FromSeconds(60))).Ending);
        Assert.Equal(SessionEnding.Completed, (await second.End.WaitAsync(TimeSpan.FromSeconds(60))).Ending);
    }

    [Fact]
    public async Task One_neighbour_has_few_connections_at_a_time()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters));
        List<AuthenticatedStream> links = [];
        List<bool> taken = [];
        for (int link = 0; link < 5; link++)
        {
            links.Add(await DialAsync(ring));
            taken.Add(await FrameReader.Over(links[^1].Stream).ReadAsync(default) is { Type: FrameType.Hello });
        }

        Assert.Equal([true, true, true, true, false], taken);
        await silo.StopAsync();
        links.ForEach(link => link.Stream.Dispose());
    }

    private static async Task<AuthenticatedStream> DialAsync(LoopbackRing ring)
    {
        TlsConnector connector = new(TimeProvider.System);
        IPEndPoint address = new(IPAddress.Loopback, ring.Topology.Silos[0].Address!.Port);
        return (await connector.ConnectAsync(address, ["silo-0"], ring.Identities[1], default)).Link!;
    }

    private static async Task<WireFault> ProvokeAsync(LoopbackRing ring, byte[] garbage)
    {
        await using AuthenticatedStream link = await DialAsync(ring);
        await link.Stream.WriteAsync(garbage);
        await link.Stream.FlushAsync();
        FrameReader reader = FrameReader.Over(link.Stream);
        while (await reader.ReadAsync(default) is { } frame)
        {
            if (frame.Type == FrameType.Goodbye)
            {
                return Goodbye.Decode(frame);
            }
        }

        throw new InvalidOperationException("closed without a reason");
    }

    private static byte[] FrameOf(FrameType type, byte[] body)
    {
        byte[] frame = new byte[FrameHeader.Size + body.Length];
        new FrameHeader(FrameHeader.VersionOldest, 0, type, body.Length).Write(frame);
        body.CopyTo(frame, FrameHeader.Size);
        return frame;
    }

    private static byte[] OversizeHeader()
    {
        byte[] header = new byte[FrameHeader.Size];
        new FrameHeader(FrameHeader.VersionNewest, 0, FrameType.Chunk, int.MaxValue).Write(header);
        return header;
    }
}
