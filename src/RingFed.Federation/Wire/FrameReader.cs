using System.Buffers;
using System.IO.Pipelines;

namespace RingFed.Federation.Wire;

/// <summary>
/// Frames from a connection, one at a time: read, parse, hand out, advance. Bytes are consumed only when the next
/// frame is asked for, so a slow receiver holds its sender back instead of filling memory. One caller at a time.
/// </summary>
public sealed class FrameReader(PipeReader input)
{
    private SequencePosition? handedOut;

    /// <summary>Bytes of all frames handed out so far, headers included.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Reads from a stream, which stays open when reading ends.</summary>
    public static FrameReader Over(Stream stream) =>
        new(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: WireCaps.ReadBytes, leaveOpen: true)));

    /// <summary>The next frame; null when the peer ended the stream between two frames.</summary>
    /// <exception cref="WireException">Unacceptable header, or the stream ended inside a frame.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        Advance();
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (FrameParser.TryRead(ref buffer, out Frame frame))
            {
                handedOut = buffer.Start;
                BytesRead += FrameHeader.Size + frame.Header.BodyLength;
                return frame;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw EndedInside(buffer.Length);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Gives the buffers back. No read may follow.</summary>
    public ValueTask CompleteAsync() => input.CompleteAsync();

    private void Advance()
    {
        if (handedOut is { } position)
        {
            input.AdvanceTo(position);
            handedOut = null;
        }
    }

    private static WireException EndedInside(long bytes) =>
        new(WireFaultCode.Truncated, $"the stream ended after {bytes} bytes of a frame");
}
