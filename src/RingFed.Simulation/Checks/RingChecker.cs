using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Simulation.Checks;

/// <summary>
/// Sees everything that all silos do and objects at once when an invariant of DESIGN 7.6 breaks. Remembers across
/// crashes, which the silos do not.
/// </summary>
internal sealed class RingChecker(IReadOnlyList<string> roster)
{
    private readonly HashSet<Digest> signed = [];
    private readonly Dictionary<(RecordKind, int Round, string Origin), SignedRecord> firstSigned = [];
    private readonly Dictionary<int, Digest> agreed = [];
    private readonly Dictionary<(int Silo, int Round), long> chunksSent = [];
    private readonly int[] closed = [.. Enumerable.Repeat(-1, roster.Count)];

    public List<string> Violations { get; } = [];

    public List<string> Alarms { get; } = [];

    public IReadOnlyList<int> ClosedBySilo => closed;

    /// <summary>No silo signs two different records for one place, restarts included.</summary>
    public SignedRecord Sign(SignedRecord record)
    {
        signed.Add(record.Id);
        SignedRecord first = GetOrAdd(firstSigned, (record.Kind, record.Round, record.Body.Origin), record);
        Require(first.Id == record.Id, $"{record.Body.Origin} signed two different records: {record}");
        return record;
    }

    public bool IsSigned(SignedRecord record) => signed.Contains(record.Id);

    /// <summary>Each update is counted at most once, all of it is held, and it is the one that its origin signed.</summary>
    public void Merged(int silo, Aggregate ask, bool held)
    {
        Require(held, $"{roster[silo]} merged round {ask.Round} without all payloads");
        Require(
            ask.Updates.Select(update => update.Origin).Distinct().Count() == ask.Updates.Count,
            $"{roster[silo]} counted an update of round {ask.Round} twice");
        foreach (Envelope update in ask.Updates)
        {
            Require(
                update.Equals(firstSigned.GetValueOrDefault((RecordKind.Envelope, ask.Round, update.Origin))?.Body),
                $"{roster[silo]} merged an update that {update.Origin} did not sign in round {ask.Round}");
        }
    }

    /// <summary>One aggregate a round, and rounds close in order.</summary>
    public void Closed(int silo, PersistClose close)
    {
        Require(
            GetOrAdd(agreed, close.Round, close.Digest) == close.Digest,
            $"{roster[silo]} closed round {close.Round} with another aggregate");
        Require(close.Round == closed[silo] + 1, $"{roster[silo]} closed round {close.Round} after {closed[silo]}");
        Require(
            close.Certificate.Select(vote => vote.Body.Origin).Distinct().Count() == roster.Count,
            $"{roster[silo]} closed round {close.Round} without every silo's vote");
        closed[silo] = close.Round;
    }

    public void Sent(int silo, ChunkId chunk)
    {
        (int, int) key = (silo, chunk.Item.Round);
        chunksSent[key] = chunksSent.GetValueOrDefault(key) + 1;
    }

    public void Alarmed(int silo, string sentence) => Alarms.Add($"{roster[silo]}: {sentence}");

    /// <summary>Most chunks that one silo sent for one round.</summary>
    public long ChunksSentMax => chunksSent.Count == 0 ? 0 : chunksSent.Values.Max();

    private static TValue GetOrAdd<TKey, TValue>(Dictionary<TKey, TValue> seen, TKey key, TValue value)
        where TKey : notnull => seen.TryAdd(key, value) ? value : seen[key];

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Violations.Add(otherwise);
        }
    }
}
