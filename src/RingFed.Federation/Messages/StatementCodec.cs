using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Bodies of the statements that prepare a close and are no votes: have, suspicion, leave; see <see cref="RecordCodec"/>.</summary>
internal static class StatementCodec
{
    private const int HaveFields = 7;
    private const int SuspicionFields = 7;
    private const int LeaveFields = 5;

    public static void Write(ref MessagePackWriter writer, Have have)
    {
        writer.WriteArrayHeader(HaveFields);
        RecordCodec.WriteHead(ref writer, have);
        writer.Write(have.Sequence);
        HeldUpdates.Write(ref writer, have.Held);
        writer.Write(have.Algorithm);
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Have ReadHave(ref MessagePackReader reader)
    {
        reader.RequireArray(HaveFields, "have");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        return new Have(
            federation,
            epoch,
            round,
            origin,
            (int)reader.RequireCount(MessageCaps.HavesPerRoundMax - 1, "sequence"),
            HeldUpdates.Read(ref reader, "held updates"),
            RecordCodec.ReadAlgorithm(ref reader));
    }

    public static void Write(ref MessagePackWriter writer, Suspicion suspicion)
    {
        writer.WriteArrayHeader(SuspicionFields);
        RecordCodec.WriteHead(ref writer, suspicion);
        writer.Write(suspicion.Sequence);
        writer.Write(suspicion.Unreachable);
        writer.Write(suspicion.Algorithm);
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Suspicion ReadSuspicion(ref MessagePackReader reader)
    {
        reader.RequireArray(SuspicionFields, "suspicion");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        return new Suspicion(
            federation,
            epoch,
            round,
            origin,
            (int)reader.RequireCount(MessageCaps.SuspicionsPerRoundMax - 1, "sequence"),
            reader.RequireOrigins("unreachable"),
            RecordCodec.ReadAlgorithm(ref reader));
    }

    public static void Write(ref MessagePackWriter writer, Leave leave)
    {
        writer.WriteArrayHeader(LeaveFields);
        RecordCodec.WriteHead(ref writer, leave);
        writer.Write(leave.Algorithm);
    }

    /// <exception cref="WireException">Malformed, or a value out of its range.</exception>
    public static Leave ReadLeave(ref MessagePackReader reader)
    {
        reader.RequireArray(LeaveFields, "leave");
        (string federation, int epoch, int round, string origin) = RecordCodec.ReadHead(ref reader);
        return new Leave(federation, epoch, round, origin, RecordCodec.ReadAlgorithm(ref reader));
    }
}
