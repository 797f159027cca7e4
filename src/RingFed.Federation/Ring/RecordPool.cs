using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>
/// Records whose signature holds, one per origin, kind and round. All records of the open rounds and of the last
/// closed one, so that a neighbour one round behind can be given its votes.
/// </summary>
internal sealed class RecordPool
{
    private readonly Dictionary<(RecordKind Kind, int Round, string Origin), SignedRecord> slots = [];

    public IEnumerable<SignedRecord> All =>
        slots.Values.OrderBy(record => record.Round).ThenBy(record => record.Kind).ThenBy(record => record.Body.Origin, StringComparer.Ordinal);

    public SignedRecord? Find(RecordKind kind, int round, string origin) => slots.GetValueOrDefault((kind, round, origin));

    public bool Contains(SignedRecord record) => Occupant(record)?.Id == record.Id;

    /// <returns>The record that stands in the same place and says something else, or null.</returns>
    public SignedRecord? Conflict(SignedRecord record) => Occupant(record) is { } other && other.Id != record.Id ? other : null;

    /// <returns>False when the place is taken.</returns>
    public bool Add(SignedRecord record) => slots.TryAdd((record.Kind, record.Round, record.Body.Origin), record);

    public void ReleaseBefore(int round)
    {
        foreach ((RecordKind, int Round, string) slot in slots.Keys.Where(slot => slot.Round < round).ToList())
        {
            slots.Remove(slot);
        }
    }

    private SignedRecord? Occupant(SignedRecord record) => Find(record.Kind, record.Round, record.Body.Origin);
}
