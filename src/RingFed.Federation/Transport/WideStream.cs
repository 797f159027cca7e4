using System.Buffers;

namespace RingFed.Federation.Transport;

/// <summary>
/// Between TLS and the socket: SslStream hands over and asks for one record of 16 KiB at a time, each a system call and a
/// wake-up of the other end. Records are gathered here into few large sends, and taken from few large reads. A record that
/// is not full ends what TLS was given to write, so it goes out at once with all that waits; after a last one that is full, or
/// nearly, <see cref="FlushAsync"/> is called. One reader and one writer at a time, as SslStream has them.
/// </summary>
internal sealed class WideStream(Stream socket) : Stream
{
    /// <summary>Payload of a full TLS record (RFC 8446, section 5.1).</summary>
    private const int RecordBytes = 16 * 1024;

    /// <summary>Six records: sent at once, and few enough to lie in the cache until then.</summary>
    private const int WriteBytes = 96 * 1024;

    /// <summary>Asked from the socket at a time.</summary>
    private const int ReadBytes = 64 * 1024;

    private byte[] waiting = [];
    private int waitingBytes;
    private byte[] ahead = [];
    private int aheadFrom;
    private int aheadTo;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (aheadFrom == aheadTo)
        {
            // Waits with nothing rented: most connections are idle most of the time.
            if (buffer.IsEmpty || await socket.ReadAsync(Memory<byte>.Empty, cancellationToken) < 0)
            {
                return 0;
            }

            ahead = ArrayPool<byte>.Shared.Rent(ReadBytes);
            (aheadFrom, aheadTo) = (0, 0);
            aheadTo = await socket.ReadAsync(ahead, cancellationToken);
        }

        int count = Math.Min(buffer.Length, aheadTo - aheadFrom);
        ahead.AsMemory(aheadFrom, count).CopyTo(buffer);
        aheadFrom += count;
        if (aheadFrom == aheadTo)
        {
            Return(ref ahead);
        }

        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (waitingBytes + buffer.Length > WriteBytes)
        {
            await SendAsync(cancellationToken);
        }

        if (buffer.Length > WriteBytes)
        {
            await socket.WriteAsync(buffer, cancellationToken);
            return;
        }

        waiting = waiting.Length > 0 ? waiting : ArrayPool<byte>.Shared.Rent(WriteBytes);
        buffer.CopyTo(waiting.AsMemory(waitingBytes));
        waitingBytes += buffer.Length;
        if (buffer.Length < RecordBytes)
        {
            await SendAsync(cancellationToken);
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        await socket.FlushAsync(cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("asynchronous only");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("asynchronous only");

    public override void Flush() => throw new NotSupportedException("asynchronous only");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // A read or write may still be under way in what was rented, so nothing goes back here.
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (waitingBytes > 0)
        {
            await socket.WriteAsync(waiting.AsMemory(0, waitingBytes), cancellationToken);
            waitingBytes = 0;
            Return(ref waiting);
        }
    }

    private static void Return(ref byte[] rented)
    {
        byte[] returned = rented;
        rented = [];
        ArrayPool<byte>.Shared.Return(returned);
    }
}
