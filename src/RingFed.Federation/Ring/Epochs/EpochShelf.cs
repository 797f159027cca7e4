using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>
/// Assents and openings, of whatever round. Of each silo its assents to a few drafts, none of which is ever withdrawn, so
/// silos that hold the same agree on what is fully signed; and one opening.
/// </summary>
internal sealed class EpochShelf(SessionPlan plan)
{
    private readonly Dictionary<Digest, SignedRecord> byId = [];
    private readonly SignedRecord?[] openings = new SignedRecord?[plan.Silos];

    public static bool Takes(RecordKind kind) => kind is RecordKind.Assent or RecordKind.Opening;

    /// <summary>By kind, origin and draft: the same at silos that hold the same.</summary>
    public IEnumerable<SignedRecord> All => byId.Values
        .OrderBy(record => record.Kind).ThenBy(record => plan.IndexOf(record.Body.Origin)).ThenBy(record => record.Id.ToString(), StringComparer.Ordinal);

    /// <summary>Drafts that any silo agreed to, and who did.</summary>
    public IReadOnlyDictionary<Digest, OriginSet> Assents { get; private set; } = new Dictionary<Digest, OriginSet>();

    public IEnumerable<SignedRecord> Openings => openings.OfType<SignedRecord>();

    /// <returns>Null when none is held.</returns>
    public SignedRecord? AssentOf(int origin, Digest draft) =>
        AssentsTo(draft).FirstOrDefault(record => plan.IndexOf(record.Body.Origin) == origin);

    /// <summary>In roster order.</summary>
    public IEnumerable<SignedRecord> AssentsTo(Digest draft) => byId.Values
        .Where(record => record.Body is Assent assent && assent.Draft == draft)
        .OrderBy(record => plan.IndexOf(record.Body.Origin));

    public bool Contains(SignedRecord record) => byId.ContainsKey(record.Id);

    public bool IsWanted(SignedRecord record)
    {
        int origin = plan.IndexOf(record.Body.Origin);
        return record.Body is Assent assent
            ? !SignedBy(assent.Draft).Contains(origin) && Assents.Values.Count(silos => silos.Contains(origin)) < SessionCaps.DraftsPerSilo
            : openings[origin] is null;
    }

    /// <returns>False when it is not wanted.</returns>
    public bool Add(SignedRecord record)
    {
        if (!IsWanted(record))
        {
            return false;
        }

        int origin = plan.IndexOf(record.Body.Origin);
        byId.Add(record.Id, record);
        if (record.Body is Assent assent)
        {
            Assents = new Dictionary<Digest, OriginSet>(Assents) { [assent.Draft] = SignedBy(assent.Draft).With(origin) };
        }
        else
        {
            openings[origin] = record;
        }

        return true;
    }

    /// <summary>Who agreed to the draft.</summary>
    public OriginSet SignedBy(Digest draft) => Assents.GetValueOrDefault(draft);
}
