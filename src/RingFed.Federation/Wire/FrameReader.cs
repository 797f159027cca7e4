using System.Buffers;
using System.IO.Pipelines;

namespace RingFed.Federation.Wire;

/// <summary>
/// Frames from a connection, one at a time: read, parse, hand out, advance. Bytes are consumed only when the next
/// frame is asked for, so a slow receiver holds its sender back instead of filling memory. One caller at a time.
/// </summary>
/// <param name="time">Bounds how long a frame that has begun may take; null for bytes that are all there.</param>
public sealed class FrameReader(PipeReader input, TimeProvider? time = null)
{
    private SequencePosition? handedOut;

    /// <summary>Bytes of all frames handed out so far, headers included.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Reads from a stream, which stays open when reading ends.</summary>
    public static FrameReader Over(Stream stream, TimeProvider? time = null) =>
        new(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: WireCaps.ReadBytes, leaveOpen: true)), time);

    /// <summary>The next frame; null when the peer ended the stream between two frames.</summary>
    /// <exception cref="WireException">Unacceptable header, a frame that takes too long, or the stream ended inside one.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        Advance();
        ReadResult result = await input.ReadAsync(cancellationToken);
        if (TryHandOut(result.Buffer, out Frame frame))
        {
            return frame;
        }

        if (IsEnd(result))
        {
            return null;
        }

        return time is null ? await CompleteAsync(result, cancellationToken) : await CompleteInTimeAsync(result, time, cancellationToken);
    }

    /// <summary>Gives the buffers back. No read may follow.</summary>
    public ValueTask CompleteAsync() => input.CompleteAsync();

    private async ValueTask<Frame?> CompleteInTimeAsync(ReadResult begun, TimeProvider clock, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeUp = new(WireCaps.FrameTimeMax, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            return await CompleteAsync(begun, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WireException(
                WireFaultCode.TimedOut, $"a frame was begun and not completed within {WireCaps.FrameTimeMax.TotalSeconds:0.###} s");
        }
    }

    private async ValueTask<Frame?> CompleteAsync(ReadResult begun, CancellationToken cancellationToken)
    {
        ReadResult result = begun;
        while (true)
        {
            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await input.ReadAsync(cancellationToken);
            if (TryHandOut(result.Buffer, out Frame frame))
            {
                return frame;
            }

            if (IsEnd(result))
            {
                return null;
            }
        }
    }

    private bool TryHandOut(ReadOnlySequence<byte> buffer, out Frame frame)
    {
        if (!FrameParser.TryRead(ref buffer, out frame))
        {
            return false;
        }

        handedOut = buffer.Start;
        BytesRead += FrameHeader.Size + frame.Header.BodyLength;
        return true;
    }

    /// <returns>True between two frames.</returns>
    /// <exception cref="WireException">The stream ended inside one.</exception>
    private bool IsEnd(in ReadResult result)
    {
        if (!result.IsCompleted)
        {
            return false;
        }

        long left = result.Buffer.Length;
        input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        return left == 0 ? true : throw EndedInside(left);
    }

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
