namespace RingFed.Federation.Wire;

/// <summary>Writes the body of a message.</summary>
public delegate void BodyEncoder<in TBody>(ref MessagePackWriter writer, TBody body);

/// <summary>
/// Frames to a connection. Writing only gathers them; <see cref="FlushAsync"/> sends all of them as one write, and waits
/// when the peer is slow. One caller at a time: a connection has one task that writes.
/// </summary>
public sealed class FrameWriter
{
    private readonly Stream output;
    private readonly FrameBuffer gathered = new();

    private FrameWriter(Stream output) => this.output = output;

    /// <summary>Protocol version of the frames that follow, but for those of a greeting; the oldest until one is agreed.</summary>
    public byte Version { get; set; } = FrameHeader.VersionOldest;

    /// <summary>Bytes of all frames written so far, headers included.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Writes to a stream, which stays open when writing ends.</summary>
    public static FrameWriter Over(Stream stream) => new(stream);

    /// <summary>Adds a frame whose body is encoded by <paramref name="encode"/>.</summary>
    /// <exception cref="InvalidOperationException">The body exceeds its type's cap: a defect here, not of a peer.</exception>
    public void Write<TBody>(FrameType type, TBody body, BodyEncoder<TBody> encode)
    {
        int start = gathered.Length;
        gathered.GetSpan(FrameHeader.Size);
        gathered.Advance(FrameHeader.Size);
        try
        {
            MessagePackWriter writer = new(gathered);
            encode(ref writer, body);
            writer.Flush();
            Head(type, start);
        }
        catch
        {
            gathered.CutAt(start);
            throw;
        }
    }

    /// <summary>Adds a frame with a body that is encoded already, such as a record kept as received.</summary>
    /// <exception cref="InvalidOperationException">The body exceeds its type's cap: a defect here, not of a peer.</exception>
    public void Write(FrameType type, ReadOnlySpan<byte> body)
    {
        int start = gathered.Length;
        body.CopyTo(gathered.GetSpan(FrameHeader.Size + body.Length)[FrameHeader.Size..]);
        gathered.Advance(FrameHeader.Size + body.Length);
        try
        {
            Head(type, start);
        }
        catch
        {
            gathered.CutAt(start);
            throw;
        }
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (gathered.Length > 0)
        {
            await output.WriteAsync(gathered.Written, cancellationToken);
            gathered.Release();
        }

        await output.FlushAsync(cancellationToken);
    }

    // The body's length is known only now that it is written.
    private void Head(FrameType type, int start)
    {
        int length = gathered.Length - start - FrameHeader.Size;
        if (length > (WireCaps.BodyBytesMax(type) ?? -1))
        {
            throw new InvalidOperationException($"a {type} body of {length} bytes was built; peers would refuse it");
        }

        byte version = FrameHeader.IsOfGreeting(type) ? FrameHeader.VersionOfGreeting : Version;
        new FrameHeader(version, 0, type, length).Write(gathered.At(start, FrameHeader.Size));
        BytesWritten += FrameHeader.Size + length;
    }
}
