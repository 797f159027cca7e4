using System.Buffers.Binary;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire.Fuzzing;

/// <summary>One way of spoiling a run of frames. The numbers are folded to what is there, so every damage fits every run.</summary>
/// <param name="Frame">Which frame.</param>
/// <param name="At">Where in it.</param>
/// <param name="Value">What is written, or how much.</param>
internal sealed record Damage(DamageKind Kind, int Frame, int At, int Value)
{
    private static readonly uint[] Lengths =
        [0, 1, 0x7f, 0xffff, WireCaps.ChunkBytesMax, WireCaps.ChunkBytesMax + WireCaps.ChunkOverheadBytesMax + 1, int.MaxValue, uint.MaxValue];

    /// <summary>MessagePack starts that announce much more than follows, or nest without end.</summary>
    private static readonly byte[][] Bombs =
    [
        [0xdd, 0xff, 0xff, 0xff, 0xff], [0xdf, 0x7f, 0xff, 0xff, 0xff], [0xdb, 0xff, 0xff, 0xff, 0xff], [0xc6, 0x40, 0, 0, 0],
        [0xdc, 0xff, 0xff], [0xc9, 0xff, 0xff, 0xff, 0xff, 1], [0xc1], [.. Enumerable.Repeat((byte)0x91, 300)],
    ];

    public void Apply(List<byte[]> frames)
    {
        int index = Frame % frames.Count;
        byte[] frame = frames[index];
        switch (Kind)
        {
            case DamageKind.FlipBit: Set(frame, At, (byte)(frame[At % frame.Length] ^ (1 << (Value % 8)))); break;
            case DamageKind.SetByte: Set(frame, At, (byte)Value); break;
            case DamageKind.Version: frame[4] = (byte)Value; break;
            case DamageKind.Type: BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(6), (ushort)(Value % 40)); break;
            case DamageKind.Length: BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Lengths[Value % Lengths.Length]); break;
            case DamageKind.Cut: frames[index] = Spliced(frame, At, 1 + (Value % 40), []); break;
            case DamageKind.Insert: frames[index] = Spliced(frame, At, 0, Bombs[Value % Bombs.Length]); break;
            case DamageKind.Overwrite: frames[index] = Spliced(frame, At, Bombs[Value % Bombs.Length].Length, Bombs[Value % Bombs.Length]); break;
            case DamageKind.OtherBody: frames[index] = [.. frame[..8], .. frames[Value % frames.Count][8..]]; break;
            case DamageKind.Repeat: frames.Insert(index, [.. frame]); break;
            case DamageKind.Swap: (frames[index], frames[Value % frames.Count]) = (frames[Value % frames.Count], frame); break;
            case DamageKind.Truncate: frames[^1] = frames[^1][..Math.Max(FrameHeader.Size, At % frames[^1].Length)]; break;
            default: throw new ArgumentOutOfRangeException(nameof(frames), Kind, "no such damage");
        }
    }

    private static void Set(byte[] frame, int at, byte value) => frame[at % frame.Length] = value;

    /// <summary>Replaces bytes of the body and mends the length, so that the damage is met inside the body.</summary>
    private static byte[] Spliced(byte[] frame, int at, int count, byte[] by)
    {
        int from = FrameHeader.Size + (at % Math.Max(1, frame.Length - FrameHeader.Size));
        byte[] spliced = [.. frame[..Math.Min(from, frame.Length)], .. by, .. frame[Math.Min(from + count, frame.Length)..]];
        BinaryPrimitives.WriteInt32BigEndian(spliced.AsSpan(8), spliced.Length - FrameHeader.Size);
        return spliced;
    }
}

internal enum DamageKind
{
    FlipBit,
    SetByte,
    Version,
    Type,
    Length,
    Cut,
    Insert,
    Overwrite,
    OtherBody,
    Repeat,
    Swap,
    Truncate,
}
