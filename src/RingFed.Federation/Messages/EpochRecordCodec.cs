using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Bodies of the records about epochs; see <see cref="RecordCodec"/>.</summary>
internal static class EpochRecordCodec
{
    private const int Fields = 6;

    public static void Write(ref MessagePackWriter writer, Assent assent) => Write(ref writer, assent, assent.Draft, assent.Algorithm);

    public static void Write(ref MessagePackWriter writer, Opening opening) => Write(ref writer, opening, opening.Close, opening.Algorithm);

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Assent ReadAssent(ref MessagePackReader reader)
    {
        reader.RequireArray(Fields, "assent");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        return new Assent(federation, epoch, round, origin, RequireNamed(ref reader, "draft"), RecordCodec.ReadAlgorithm(ref reader));
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Opening ReadOpening(ref MessagePackReader reader)
    {
        reader.RequireArray(Fields, "opening");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        return new Opening(federation, epoch, round, origin, RequireNamed(ref reader, "close"), RecordCodec.ReadAlgorithm(ref reader));
    }

    private static void Write(ref MessagePackWriter writer, RecordBody body, Digest named, int algorithm)
    {
        writer.WriteArrayHeader(Fields);
        RecordCodec.WriteHead(ref writer, body);
        writer.Write(named);
        writer.Write(algorithm);
    }

    /// <summary>The digest of none names nothing.</summary>
    private static Digest RequireNamed(ref MessagePackReader reader, string what) => reader.RequireDigest(what) is var digest && digest != Digest.None
        ? digest
        : throw new WireException(WireFaultCode.Malformed, $"{what} names nothing");
}
