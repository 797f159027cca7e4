using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Body of an envelope; see <see cref="RecordCodec"/>.</summary>
internal static class EnvelopeCodec
{
    private const int Fields = 20;

    public static void Write(ref MessagePackWriter writer, Envelope envelope)
    {
        writer.WriteArrayHeader(Fields);
        RecordCodec.WriteHead(ref writer, envelope);
        writer.Write((byte)envelope.PayloadKind);
        writer.Write(envelope.Query);
        writer.Write(envelope.Topology);
        writer.Write(envelope.Layout);
        writer.Write(envelope.Encoder);
        writer.Write(envelope.Base);
        writer.Write(envelope.Codec);
        writer.Write(envelope.Payload);
        writer.Write(envelope.Records);
        writer.Write(envelope.Steps);
        writer.Write(envelope.EpsilonSpent);
        writer.Write(envelope.LastEnvelope);
        writer.Write(envelope.Algorithm);
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Envelope Read(ref MessagePackReader reader)
    {
        reader.RequireArray(Fields, "envelope");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        return new Envelope(
            federation,
            epoch,
            round,
            origin,
            reader.ReadByte() switch
            {
                (byte)PayloadKind.Parameters => PayloadKind.Parameters,
                (byte)PayloadKind.Gather => PayloadKind.Gather,
                byte other => throw new WireException(WireFaultCode.Malformed, $"payload kind {other} is not known"),
            },
            reader.RequireString(WireCaps.NameBytesMax, "query"),
            reader.RequireDigest("topology"),
            reader.RequireDigest("layout"),
            reader.RequireDigest("encoder"),
            reader.RequireDigest("base"),
            reader.RequireString(WireCaps.NameBytesMax, "codec"),
            reader.RequireManifest(),
            reader.RequireCount(long.MaxValue, "records"),
            reader.RequireCount(long.MaxValue, "steps"),
            RequireEpsilon(reader.ReadDouble()),
            reader.RequireDigest("last envelope"),
            RecordCodec.ReadAlgorithm(ref reader));
    }

    /// <summary>Negative zero is another pattern of bits for the same budget, so it is refused too.</summary>
    public static double RequireEpsilon(double epsilon) => double.IsFinite(epsilon) && !double.IsNegative(epsilon)
        ? epsilon
        : throw new WireException(WireFaultCode.Malformed, $"epsilon {epsilon} is not a budget");
}
