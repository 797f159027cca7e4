using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Bodies of the records by which a silo finds out what it forgot; see <see cref="RecordCodec"/>.</summary>
internal static class RecallCodec
{
    private const int RecallFields = 7;
    private const int RecalledFields = 11;

    public static void Write(ref MessagePackWriter writer, Recall recall)
    {
        writer.WriteArrayHeader(RecallFields);
        RecordCodec.WriteHead(ref writer, recall);
        writer.Write(recall.Sequence);
        writer.Write(recall.Nonce);
        writer.Write(recall.Algorithm);
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Recall ReadRecall(ref MessagePackReader reader)
    {
        reader.RequireArray(RecallFields, "recall");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        return new Recall(
            federation,
            epoch,
            round,
            origin,
            ReadSequence(ref reader),
            reader.ReadUInt64(),
            RecordCodec.ReadAlgorithm(ref reader));
    }

    public static void Write(ref MessagePackWriter writer, Recalled answer)
    {
        writer.WriteArrayHeader(RecalledFields);
        RecordCodec.WriteHead(ref writer, answer);
        writer.Write(answer.Of);
        writer.Write(answer.Sequence);
        writer.Write(answer.Nonce);
        writer.Write(answer.IsGuarded);
        writer.Write(answer.EpsilonSpent);
        RecordPlace.Write(ref writer, answer.Held);
        writer.Write(answer.Algorithm);
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Recalled ReadRecalled(ref MessagePackReader reader)
    {
        reader.RequireArray(RecalledFields, "recalled");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        return new Recalled(
            federation,
            epoch,
            round,
            origin,
            (int)reader.RequireCount(WireCaps.SilosMax - 1, "silo"),
            ReadSequence(ref reader),
            reader.ReadUInt64(),
            reader.ReadBoolean(),
            EnvelopeCodec.RequireEpsilon(reader.ReadDouble()),
            RecordPlace.Read(ref reader, MessageCaps.RecalledPlacesMax, "held"),
            RecordCodec.ReadAlgorithm(ref reader));
    }

    private static int ReadSequence(ref MessagePackReader reader) => (int)reader.RequireCount(MessageCaps.RecallsMax - 1, "sequence");
}
