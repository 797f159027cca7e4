using RingFed.Federation.Wire;

namespace RingFed.Federation.Messages;

/// <summary>Lists of updates: <c>[[origin, envelope]...]</c>, strictly ascending by origin.</summary>
internal static class HeldUpdates
{
    public static void Write(ref MessagePackWriter writer, IReadOnlyList<HeldUpdate> updates)
    {
        writer.WriteArrayHeader(updates.Count);
        foreach (HeldUpdate update in updates)
        {
            writer.WriteArrayHeader(2);
            writer.Write(update.Origin);
            writer.Write(update.Envelope);
        }
    }

    /// <exception cref="WireException">Malformed, too many, out of order, or an origin twice.</exception>
    public static HeldUpdate[] Read(ref MessagePackReader reader, string what)
    {
        HeldUpdate[] updates = new HeldUpdate[reader.RequireArrayUpTo(WireCaps.SilosMax, what)];
        int last = -1;
        for (int index = 0; index < updates.Length; index++)
        {
            reader.RequireArray(2, "update");
            last = reader.RequireOriginAfter(last, what);
            updates[index] = new HeldUpdate(last, reader.RequireDigest("envelope"));
        }

        return updates;
    }
}
