using System.Buffers;
using System.Net;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Tests.Messages;
using RingFed.Federation.Tests.Transport;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire.Fuzzing;

/// <summary>Good frames to be damaged: sessions of real daemons recorded when the tests run, and one of each message.</summary>
/// <param name="Sessions">Whole frames in the order in which one end sent them.</param>
internal sealed record FrameCorpus(IReadOnlyList<byte[][]> Sessions)
{
    /// <summary>A ring of two closes its rounds through taps.</summary>
    public static async Task<FrameCorpus> RecordAsync()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 2) { Adjust = (_, options) => options with { ChunkBytes = MessageCaps.ChunkBytesMin } };
        await using RecordingTap first = new();
        await using RecordingTap second = new();
        FederationTopology tapped = ring.Topology with
        {
            Silos = [ring.Topology.Silos[0] with { Address = AddressOf(first) }, ring.Topology.Silos[1] with { Address = AddressOf(second) }],
        };
        first.Start(ring.Identities[0], ring.Topology.Silos[0].Address!.Port, ring.Identities[1]);
        second.Start(ring.Identities[1], ring.Topology.Silos[1].Address!.Port, ring.Identities[0]);
        using (RunningSilo a = new(ring, 0, new ArtificialWorker(0, 300), tapped))
        using (RunningSilo b = new(ring, 1, new ArtificialWorker(1, 300), tapped))
        {
            foreach (SessionEnd end in await Task.WhenAll(a.End, b.End).WaitAsync(TimeSpan.FromSeconds(60)))
            {
                Assert.Equal(SessionEnding.Completed, end.Ending);
            }
        }

        byte[][][] recorded = [.. first.Recordings.Concat(second.Recordings).Select(Split).Where(frames => frames.Length > 1)];
        return new FrameCorpus([.. recorded, OneOfEach(FrameHeader.VersionOldest), OneOfEach(FrameHeader.VersionNewest)]);
    }

    /// <summary>A frame of each message, chunks and goodbyes included.</summary>
    public static byte[][] OneOfEach(byte version)
    {
        ChunkFrame chunk = new(new ChunkId(new ItemId(3, 2, Samples.D(1)), 2), new byte[64], new byte[300]);
        return
        [
            .. Samples.Messages.Select(message => Of(version, MessageCodec.TypeOf(message), (message, (int)version), MessageCodec.Encode)),
            Of(version, FrameType.Chunk, chunk, ChunkFrame.Encode),
            Of(version, FrameType.Goodbye, new WireFault(WireFaultCode.Busy, "later"), Goodbye.Encode),
        ];
    }

    public static byte[] Of<TBody>(byte version, FrameType type, TBody body, BodyEncoder<TBody> encode)
    {
        using MemoryStream stream = new();
        FrameWriter writer = FrameWriter.Over(stream);
        writer.Version = version;
        writer.Write(type, body, encode);
        writer.FlushAsync(default).AsTask().GetAwaiter().GetResult();
        return stream.ToArray();
    }

    private static SiloAddress AddressOf(RecordingTap tap) => new(IPAddress.Loopback.ToString(), tap.Port);

    // The last frame may have been cut when the connection ended.
    private static byte[][] Split(byte[] recording)
    {
        List<byte[]> frames = [];
        ReadOnlySequence<byte> rest = new(recording);
        while (FrameParser.TryRead(ref rest, out Frame frame))
        {
            byte[] whole = new byte[FrameHeader.Size + frame.Header.BodyLength];
            frame.Header.Write(whole);
            frame.Body.CopyTo(whole.AsSpan(FrameHeader.Size));
            frames.Add(whole);
        }

        return [.. frames];
    }
}
