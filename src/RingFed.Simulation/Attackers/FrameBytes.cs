using System.Buffers;
using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Simulation.Attackers;

/// <summary>What an attacker sends goes through the shipping codecs and caps, because that is where much of it ends.</summary>
internal static class FrameBytes
{
    public static byte[] Encode(RingMessage message)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        byte version = message is Hello ? FrameHeader.VersionOfGreeting : FrameHeader.VersionNewest;
        MessageCodec.Encode(ref writer, (message, version));
        writer.Flush();
        byte[] frame = new byte[FrameHeader.Size + buffer.WrittenCount];
        new FrameHeader(version, 0, MessageCodec.TypeOf(message), buffer.WrittenCount).Write(frame);
        buffer.WrittenSpan.CopyTo(frame.AsSpan(FrameHeader.Size));
        return frame;
    }

    /// <returns>Null when bytes are missing: the reader goes on waiting.</returns>
    /// <exception cref="WireException">It is refused.</exception>
    public static RingMessage? Decode(byte[] frame)
    {
        ReadOnlySequence<byte> bytes = new(frame);
        return FrameParser.TryRead(ref bytes, out Frame whole) ? MessageCodec.Decode(whole) : null;
    }
}
