using RingFed.Federation.Aggregation;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Transport;

/// <summary>
/// Updates as their codec reads them. Bytes that are those of no values are refused as screening refuses others: by every
/// silo, because reading is a pure function of the bytes and the layout.
/// </summary>
/// <param name="Refused">Silo ids kept out, with the reason.</param>
internal sealed record ReadUpdates(IReadOnlyList<SiloUpdate> Readable, IReadOnlyList<(string Silo, string Reason)> Refused)
{
    /// <param name="read">Throws <see cref="CodecException"/> for what cannot be read.</param>
    public static ReadUpdates Of(IEnumerable<Envelope> updates, Func<Envelope, SiloUpdate> read)
    {
        List<SiloUpdate> readable = [];
        List<(string Silo, string Reason)> refused = [];
        foreach (Envelope update in updates)
        {
            try
            {
                readable.Add(read(update));
            }
            catch (CodecException broken)
            {
                refused.Add((update.Origin, $"{update.Origin} sent an update that cannot be read: {broken.Message}"));
            }
        }

        return new ReadUpdates(readable, refused);
    }
}
