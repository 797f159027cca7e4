using System.Buffers;
using System.IO.Pipelines;

namespace RingFed.Federation.Wire;

/// <summary>Writes the body of a message.</summary>
public delegate void BodyEncoder<in TBody>(ref MessagePackWriter writer, TBody body);

/// <summary>
/// Frames to a connection. Writing only fills the pipe; <see cref="FlushAsync"/> sends, and waits when the peer is
/// slow. One caller at a time: a connection has one task that writes.
/// </summary>
public sealed class FrameWriter(PipeWriter output)
{
    // Holds a body until its length is known; grows to the largest body sent, which the caps bound.
    private readonly ArrayBufferWriter<byte> scratch = new();

    /// <summary>Protocol version of the frames that follow, but for those of a greeting; the oldest until one is agreed.</summary>
    public byte Version { get; set; } = FrameHeader.VersionOldest;

    /// <summary>Bytes of all frames written so far, headers included.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Writes to a stream, which stays open when writing ends.</summary>
    public static FrameWriter Over(Stream stream) =>
        new(PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: WireCaps.ReadBytes, leaveOpen: true)));

    /// <summary>Adds a frame whose body is encoded by <paramref name="encode"/>.</summary>
    /// <exception cref="InvalidOperationException">The body exceeds its type's cap: a defect here, not of a peer.</exception>
    public void Write<TBody>(FrameType type, TBody body, BodyEncoder<TBody> encode)
    {
        scratch.ResetWrittenCount();
        MessagePackWriter writer = new(scratch);
        encode(ref writer, body);
        writer.Flush();
        Write(type, scratch.WrittenSpan);
    }

    /// <summary>Adds a frame with a body that is encoded already, such as a record kept as received.</summary>
    /// <exception cref="InvalidOperationException">The body exceeds its type's cap: a defect here, not of a peer.</exception>
    public void Write(FrameType type, ReadOnlySpan<byte> body)
    {
        RequireWithinCap(type, body.Length);
        byte version = FrameHeader.IsOfGreeting(type) ? FrameHeader.VersionOfGreeting : Version;
        new FrameHeader(version, 0, type, body.Length).Write(output.GetSpan(FrameHeader.Size));
        output.Advance(FrameHeader.Size);
        output.Write(body);
        BytesWritten += FrameHeader.Size + body.Length;
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken);

    /// <summary>Gives the buffers back. No write may follow.</summary>
    public ValueTask CompleteAsync() => output.CompleteAsync();

    private static void RequireWithinCap(FrameType type, int length)
    {
        if (length > (WireCaps.BodyBytesMax(type) ?? -1))
        {
            throw new InvalidOperationException($"a {type} body of {length} bytes was built; peers would refuse it");
        }
    }
}
