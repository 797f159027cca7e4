using System.Buffers;
using System.Net.Security;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// The first frame of each side on a new TLS connection: its verdict on the other's certificate. Reads exactly one
/// frame and not a byte more, since the session's reader takes over the stream.
/// </summary>
internal static class TlsAdmission
{
    // After a goodbye the peer may still be sending; closing at once would reset the connection and lose our reason.
    private const int DrainBytesMax = 64 * 1024;

    /// <summary>Tells the peer that it is accepted, and reads what it says.</summary>
    /// <returns>The peer's reason when it refuses this side; null when both accept.</returns>
    /// <exception cref="WireException">The peer sent something else.</exception>
    public static async Task<WireFault?> AcceptAsync(SslStream stream, CancellationToken cancellationToken)
    {
        await WriteAsync(stream, FrameType.Admission, 0, EncodeAdmission, cancellationToken);
        Frame answer = await ReadFrameAsync(stream, cancellationToken);
        if (answer.Type == FrameType.Goodbye)
        {
            return Goodbye.Decode(answer);
        }

        Admission.Decode(answer);
        return null;
    }

    /// <summary>Tells the peer why it is refused, and waits until it has had the chance to read that.</summary>
    public static async Task RefuseAsync(SslStream stream, WireFault fault, CancellationToken cancellationToken)
    {
        await WriteAsync(stream, FrameType.Goodbye, fault, Goodbye.Encode, cancellationToken);
        await stream.ShutdownAsync();
        byte[] drain = new byte[4096];
        for (int taken = 0, read = 1; read > 0 && taken < DrainBytesMax; taken += read)
        {
            read = await stream.ReadAsync(drain, cancellationToken);
        }
    }

    private static void EncodeAdmission(ref MessagePackWriter writer, int nothing) => Admission.Encode(ref writer);

    private static async Task WriteAsync<TBody>(
        SslStream stream, FrameType type, TBody body, BodyEncoder<TBody> encode, CancellationToken cancellationToken)
    {
        FrameWriter writer = FrameWriter.Over(stream);
        writer.Write(type, body, encode);
        await writer.FlushAsync(cancellationToken);
    }

    private static async Task<Frame> ReadFrameAsync(SslStream stream, CancellationToken cancellationToken)
    {
        byte[] head = new byte[FrameHeader.Size];
        await stream.ReadExactlyAsync(head, cancellationToken);
        FrameHeader header = FrameHeader.Parse(head);
        if (header.Type is not (FrameType.Admission or FrameType.Goodbye))
        {
            throw new WireException(WireFaultCode.UnexpectedFrame, $"{header.Type} came before the admission");
        }

        byte[] body = new byte[header.BodyLength];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new Frame(header, new ReadOnlySequence<byte>(body));
    }
}
