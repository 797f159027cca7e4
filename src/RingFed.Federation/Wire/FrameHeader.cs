using System.Buffers.Binary;

namespace RingFed.Federation.Wire;

/// <summary>
/// The fixed start of every frame. All numbers are big-endian.
/// <code>
///  0               1               2               3
///  0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7
/// +---------------+---------------+---------------+---------------+
/// |   'R' 0x52    |   'n' 0x6E    |   'g' 0x67    |   'F' 0x46    |
/// +---------------+---------------+---------------+---------------+
/// |    version    |     flags     |             type              |
/// +---------------+---------------+-------------------------------+
/// |                          body length                          |
/// +---------------------------------------------------------------+
/// </code>
/// The magic is repeated in every frame, so that a reader that lost its place stops at once instead of taking payload
/// for lengths.
/// </summary>
/// <param name="Version">
/// Protocol version of the body: <see cref="VersionOfGreeting"/> in the frames of <see cref="IsOfGreeting"/>, in all
/// others the one that the two greetings settled.
/// </param>
/// <param name="Flags">No bit has a meaning yet; all must be 0.</param>
/// <param name="BodyLength">Bytes that follow the header; at most the type's cap.</param>
public readonly record struct FrameHeader(byte Version, byte Flags, FrameType Type, int BodyLength)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 12;

    /// <summary>"RngF".</summary>
    public const uint Magic = 0x526E6746;

    /// <summary>Newest protocol version spoken here. A daemon speaks this one and the one before.</summary>
    public const byte VersionNewest = 2;

    /// <summary>Oldest protocol version spoken here.</summary>
    public const byte VersionOldest = 1;

    /// <summary>
    /// Version of the frames that come before a version is agreed, or say that none is. It never changes: otherwise a
    /// daemon could not tell an older one what it speaks.
    /// </summary>
    public const byte VersionOfGreeting = 1;

    /// <summary>Admission, Hello and Goodbye.</summary>
    public static bool IsOfGreeting(FrameType type) => type is FrameType.Admission or FrameType.Hello or FrameType.Goodbye;

    /// <summary>Reads and judges a header.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="WireException">The header is not acceptable; nothing of the body has been read.</exception>
    public static FrameHeader Parse(ReadOnlySpan<byte> source)
    {
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(source);
        if (magic != Magic)
        {
            throw new WireException(
                WireFaultCode.NotRingFed, $"expected a RingFed frame (0x{Magic:x8}), got 0x{magic:x8}");
        }

        FrameType type = (FrameType)BinaryPrimitives.ReadUInt16BigEndian(source[6..]);
        RequireVersion(source[4], type);
        RequireNoFlags(source[5]);
        int length = RequireLength(type, BinaryPrimitives.ReadUInt32BigEndian(source[8..]));
        return new FrameHeader(source[4], source[5], type, length);
    }

    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Magic);
        destination[4] = Version;
        destination[5] = Flags;
        BinaryPrimitives.WriteUInt16BigEndian(destination[6..], (ushort)Type);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], checked((uint)BodyLength));
    }

    private static void RequireVersion(byte version, FrameType type)
    {
        bool isSpoken = IsOfGreeting(type) ? version == VersionOfGreeting : version is >= VersionOldest and <= VersionNewest;
        if (!isSpoken)
        {
            throw new WireException(
                WireFaultCode.UnknownVersion,
                $"frame of protocol version {version}; this daemon speaks {ProtocolRange.Spoken}, and greets in {VersionOfGreeting}");
        }
    }

    private static void RequireNoFlags(byte flags)
    {
        if (flags != 0)
        {
            throw new WireException(WireFaultCode.UnknownFlags, $"frame with flags 0x{flags:x2}, which have no meaning here");
        }
    }

    private static int RequireLength(FrameType type, uint length)
    {
        int cap = WireCaps.BodyBytesMax(type)
            ?? throw new WireException(WireFaultCode.UnknownType, $"frame type {(ushort)type} is not known");
        return length <= (uint)cap
            ? (int)length
            : throw new WireException(
                WireFaultCode.Oversize, $"{type} frame of {length} bytes; at most {cap} are allowed");
    }
}
