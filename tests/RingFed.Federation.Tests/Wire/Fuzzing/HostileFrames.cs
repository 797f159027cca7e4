using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire.Fuzzing;

/// <summary>Generators of what a hostile peer may send: recorded frames with damage, frames made up of values, and noise.</summary>
internal static class HostileFrames
{
    private const int RunFramesMax = 8;
    private const int DamagesMax = 4;
    private const int DepthMax = 6;

    /// <summary>Runs of frames, and simpler ones of a run that fails: with one damage less.</summary>
    public static Arbitrary<HostileRun> Runs(FrameCorpus corpus) => Arb.From(
        Gen.Frequency((6, Damaged(corpus)), (3, MadeUp()), (1, Noise())),
        run => run.Damages.Select((_, at) => run with { Damages = [.. run.Damages[..at], .. run.Damages[(at + 1)..]] }));

    private static Gen<HostileRun> Damaged(FrameCorpus corpus) =>
        from session in Gen.Elements(corpus.Sessions.AsEnumerable())
        from start in Gen.Choose(0, session.Length - 1)
        from count in Gen.Choose(1, RunFramesMax)
        from number in Gen.Choose(0, DamagesMax)
        from damages in DamageOf().ArrayOf(number)
        select new HostileRun([.. session.Skip(start).Take(count)], damages);

    private static Gen<Damage> DamageOf() =>
        from kind in Gen.Elements(Enum.GetValues<DamageKind>())
        from frame in Gen.Choose(0, RunFramesMax)
        from at in Gen.Frequency((1, Gen.Choose(0, FrameHeader.Size + 40)), (1, Gen.Choose(0, 4096)))
        from value in Gen.Choose(0, 255)
        select new Damage(kind, frame, at, value);

    private static Gen<HostileRun> MadeUp() =>
        from count in Gen.Choose(1, 3)
        from frames in MadeUpFrame().ArrayOf(count)
        select new HostileRun(frames, []);

    // Types and versions that exist, mostly: what does not is refused by its header, and the body is never looked at.
    private static Gen<byte[]> MadeUpFrame() =>
        from type in Gen.Frequency((9, Gen.Elements(Enum.GetValues<FrameType>())), (1, Gen.Choose(0, 65535).Select(number => (FrameType)number)))
        from version in Gen.Frequency((9, Gen.Choose(1, 2)), (1, Gen.Choose(0, 255)))
        from body in Value(0)
        select FrameOf(type, FrameHeader.IsOfGreeting(type) ? (byte)1 : (byte)version, body);

    /// <summary>A MessagePack value, in a shortest form or another, with children or without those it announces.</summary>
    private static Gen<byte[]> Value(int depth) => depth >= DepthMax ? Leaf() : Gen.Frequency((3, Leaf()), (2, Container(depth)));

    private static Gen<byte[]> Leaf() => Gen.OneOf(
        Gen.Choose(0, 255).Select(code => new[] { (byte)code }),
        Gen.Choose(0, int.MaxValue).Select(number => (byte[])[0xce, .. BigEndian((uint)number)]),
        Gen.Choose(0, 255).Select(number => (byte[])[0xcc, (byte)number]),
        Gen.Choose(0, 48).Select(length => (byte[])[0xc4, (byte)length, .. new byte[length]]),
        Gen.Choose(0, 63).Select(length => (byte[])[0xd9, (byte)length, .. Enumerable.Repeat((byte)'a', length)]),
        Gen.Choose(0, 31).Select(length => (byte[])[(byte)(0xa0 | length), .. Enumerable.Repeat((byte)'a', length)]),
        Gen.Elements(new byte[][] { [0xc0], [0xc2], [0xc3], [0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], [0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff] }));

    private static Gen<byte[]> Container(int depth) =>
        from children in Value(depth + 1).ArrayOf(3)
        from claimed in Gen.Frequency((4, Gen.Choose(0, 15)), (1, Gen.Choose(16, int.MaxValue)))
        from isMap in Gen.Choose(0, 9)
        select (byte[])[.. HeaderOf(claimed, isMap == 0), .. children.SelectMany(child => child)];

    private static byte[] HeaderOf(int count, bool isMap) => count <= 15
        ? [(byte)((isMap ? 0x80 : 0x90) | count)]
        : [isMap ? (byte)0xdf : (byte)0xdd, .. BigEndian((uint)count)];

    private static Gen<HostileRun> Noise() =>
        from length in Gen.Choose(0, 200)
        from bytes in Gen.Choose(0, 255).ArrayOf(length)
        select new HostileRun([[.. "RngF"u8[..Math.Min(4, length)], .. bytes.Select(one => (byte)one)]], []);

    private static byte[] FrameOf(FrameType type, byte version, byte[] body)
    {
        byte[] frame = new byte[FrameHeader.Size + body.Length];
        new FrameHeader(version, 0, type, body.Length).Write(frame);
        body.CopyTo(frame, FrameHeader.Size);
        return frame;
    }

    private static byte[] BigEndian(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}

/// <summary>Frames, and what is done to them before they are sent.</summary>
internal sealed record HostileRun(byte[][] Frames, Damage[] Damages)
{
    /// <summary>The damaged bytes, a frame each as the sender means it.</summary>
    public List<byte[]> Damaged()
    {
        List<byte[]> frames = [.. Frames.Select(frame => (byte[])[.. frame])];
        foreach (Damage damage in Damages.Where(_ => frames.TrueForAll(frame => frame.Length >= FrameHeader.Size)))
        {
            damage.Apply(frames);
        }

        return frames;
    }

    public override string ToString() =>
        $"{string.Join(" ", Damages.AsEnumerable())} on {string.Join(" | ", Frames.Select(Convert.ToHexStringLower))}";
}
