using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>A record of a silo that is known from the context, by its place and id: [round, kind, slot, id].</summary>
internal readonly record struct RecordPlace(int Round, RecordKind Kind, int Slot, Digest Id)
{
    private const int Fields = 4;

    public static RecordPlace Of(SignedRecord record) => new(record.Round, record.Kind, record.Body.Slot, record.Id);

    public static void Write(ref MessagePackWriter writer, IReadOnlyList<RecordPlace> places)
    {
        writer.WriteArrayHeader(places.Count);
        foreach (RecordPlace place in places)
        {
            writer.WriteArrayHeader(Fields);
            writer.Write(place.Round);
            writer.Write((int)place.Kind);
            writer.Write(place.Slot);
            writer.Write(place.Id);
        }
    }

    /// <exception cref="WireException">Malformed, more than <paramref name="max"/>, or a kind of which a silo signs nothing for a round.</exception>
    public static IReadOnlyList<RecordPlace> Read(ref MessagePackReader reader, int max, string what)
    {
        RecordPlace[] places = new RecordPlace[reader.RequireArrayUpTo(max, what)];
        for (int index = 0; index < places.Length; index++)
        {
            reader.RequireArray(Fields, what);
            places[index] = new RecordPlace(
                (int)reader.RequireCount(MessageCaps.RoundMax, "round"),
                ReadKind(ref reader),
                (int)reader.RequireCount(MessageCaps.ViewMax, "slot"),
                reader.RequireDigest("record id"));
        }

        return places;
    }

    private static RecordKind ReadKind(ref MessagePackReader reader)
    {
        RecordKind kind = (RecordKind)reader.RequireCount((int)RecordKind.Prevote, "kind");
        return kind >= RecordKind.Envelope
            ? kind
            : throw new WireException(WireFaultCode.Malformed, $"record kind {(int)kind} has no place in a round");
    }
}
