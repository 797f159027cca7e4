using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RingFed.Federation.Wire;

/// <summary>
/// Writes values of the MessagePack format (github.com/msgpack/msgpack, spec.md) in their shortest form. Keeps to the
/// names and meanings of MessagePack-CSharp's writer for the subset that RingFed uses. Call <see cref="Flush"/> once
/// at the end; what was not flushed is lost.
/// </summary>
/// <param name="writer">Receives the bytes.</param>
public ref struct MessagePackWriter(IBufferWriter<byte> writer)
{
    private readonly IBufferWriter<byte> output = writer;
    private Span<byte> span;
    private int buffered;

    /// <summary>Hands what was written to the buffer writer.</summary>
    public void Flush()
    {
        if (buffered > 0)
        {
            output.Advance(buffered);
        }

        span = default;
        buffered = 0;
    }

    /// <summary>Bytes that already are in the format, such as a record kept as it was received.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> rawMessagePackBlock)
    {
        rawMessagePackBlock.CopyTo(Reserve(rawMessagePackBlock.Length));
        buffered += rawMessagePackBlock.Length;
    }

    /// <summary>Same, for bytes in several pieces.</summary>
    public void WriteRaw(in ReadOnlySequence<byte> rawMessagePackBlock)
    {
        foreach (ReadOnlyMemory<byte> piece in rawMessagePackBlock)
        {
            WriteRaw(piece.Span);
        }
    }

    public void WriteNil() => WriteCode(MessagePackCode.Nil);

    public void Write(bool value) => WriteCode(value ? MessagePackCode.True : MessagePackCode.False);

    /// <summary>Announces <paramref name="count"/> values.</summary>
    public void WriteArrayHeader(int count) => WriteArrayHeader(checked((uint)count));

    /// <inheritdoc cref="WriteArrayHeader(int)"/>
    public void WriteArrayHeader(uint count) =>
        WriteHeader(count, MessagePackCode.MinFixArray, 15, 0, MessagePackCode.Array16, MessagePackCode.Array32);

    /// <summary>Announces <paramref name="count"/> pairs of key and value.</summary>
    public void WriteMapHeader(int count) => WriteMapHeader(checked((uint)count));

    /// <inheritdoc cref="WriteMapHeader(int)"/>
    public void WriteMapHeader(uint count) =>
        WriteHeader(count, MessagePackCode.MinFixMap, 15, 0, MessagePackCode.Map16, MessagePackCode.Map32);

    /// <summary>Announces <paramref name="length"/> raw bytes, to follow through <see cref="WriteRaw(ReadOnlySpan{byte})"/>.</summary>
    public void WriteBinHeader(int length) =>
        WriteHeader(checked((uint)length), 0, -1, MessagePackCode.Bin8, MessagePackCode.Bin16, MessagePackCode.Bin32);

    /// <summary>A byte string (bin).</summary>
    public void Write(scoped ReadOnlySpan<byte> src)
    {
        WriteBinHeader(src.Length);
        WriteRaw(src);
    }

    /// <summary>Text as UTF-8; null as nil.</summary>
    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        int bytes = Encoding.UTF8.GetByteCount(value);
        WriteHeader(
            (uint)bytes, MessagePackCode.MinFixStr, 31, MessagePackCode.Str8, MessagePackCode.Str16, MessagePackCode.Str32);
        Encoding.UTF8.GetBytes(value, Reserve(bytes));
        buffered += bytes;
    }

    public void Write(float value)
    {
        Span<byte> target = Reserve(5);
        target[0] = MessagePackCode.Float32;
        BinaryPrimitives.WriteSingleBigEndian(target[1..], value);
        buffered += 5;
    }

    public void Write(double value)
    {
        Span<byte> target = Reserve(9);
        target[0] = MessagePackCode.Float64;
        BinaryPrimitives.WriteDoubleBigEndian(target[1..], value);
        buffered += 9;
    }

    public void Write(byte value) => Write((ulong)value);

    public void Write(ushort value) => Write((ulong)value);

    public void Write(uint value) => Write((ulong)value);

    public void Write(sbyte value) => Write((long)value);

    public void Write(short value) => Write((long)value);

    public void Write(int value) => Write((long)value);

    public void Write(ulong value)
    {
        switch (value)
        {
            case <= MessagePackCode.MaxFixInt:
                WriteCode((byte)value);
                break;
            case <= byte.MaxValue:
                WriteNumber(MessagePackCode.UInt8, value, 1);
                break;
            case <= ushort.MaxValue:
                WriteNumber(MessagePackCode.UInt16, value, 2);
                break;
            case <= uint.MaxValue:
                WriteNumber(MessagePackCode.UInt32, value, 4);
                break;
            default:
                WriteNumber(MessagePackCode.UInt64, value, 8);
                break;
        }
    }

    public void Write(long value)
    {
        switch (value)
        {
            case >= 0:
                Write((ulong)value);
                break;
            case >= -32:
                WriteCode(unchecked((byte)value));
                break;
            case >= sbyte.MinValue:
                WriteNumber(MessagePackCode.Int8, unchecked((ulong)value), 1);
                break;
            case >= short.MinValue:
                WriteNumber(MessagePackCode.Int16, unchecked((ulong)value), 2);
                break;
            case >= int.MinValue:
                WriteNumber(MessagePackCode.Int32, unchecked((ulong)value), 4);
                break;
            default:
                WriteNumber(MessagePackCode.Int64, unchecked((ulong)value), 8);
                break;
        }
    }

    // Codes of 0 and fixMax of -1 mean that the format has no such form for this kind.
    private void WriteHeader(uint count, byte fixCode, int fixMax, byte code8, byte code16, byte code32)
    {
        if (count <= (long)fixMax)
        {
            WriteCode((byte)(fixCode | count));
        }
        else if (count <= byte.MaxValue && code8 != 0)
        {
            WriteNumber(code8, count, 1);
        }
        else if (count <= ushort.MaxValue)
        {
            WriteNumber(code16, count, 2);
        }
        else
        {
            WriteNumber(code32, count, 4);
        }
    }

    private void WriteCode(byte code)
    {
        Reserve(1)[0] = code;
        buffered++;
    }

    private void WriteNumber(byte code, ulong value, int width)
    {
        Span<byte> target = Reserve(1 + width);
        target[0] = code;
        for (int i = width; i > 0; i--)
        {
            target[i] = unchecked((byte)value);
            value >>= 8;
        }

        buffered += 1 + width;
    }

    private Span<byte> Reserve(int length)
    {
        if (span.Length - buffered < length)
        {
            Flush();
            span = output.GetSpan(Math.Max(length, 64));
        }

        return span[buffered..];
    }
}
