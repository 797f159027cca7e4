using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Simulation.Checks;

/// <summary>
/// Sees everything that all silos do and objects at once when an invariant of DESIGN 7.6 breaks. Remembers across
/// crashes, which the silos do not.
/// </summary>
internal sealed class RingChecker(IReadOnlyList<string> roster, int rounds, int quorum)
{
    private readonly HashSet<Digest> signed = [];
    private readonly Dictionary<(RecordKind, int Round, int Slot, string Origin), Digest> left = [];
    private readonly Dictionary<(int Round, string Origin), Envelope> envelopes = [];
    private readonly HashSet<Envelope> forged = [];
    private readonly Dictionary<string, double> epsilon = [];
    private readonly Dictionary<int, (Digest Close, Digest Aggregate)> agreed = [];
    private readonly int[] closed = [.. Enumerable.Repeat(-1, roster.Count)];

    public List<string> Violations { get; } = [];

    public List<string> Alarms { get; } = [];

    public IReadOnlyList<int> ClosedBySilo => closed;

    public TrafficBook Traffic { get; } = new(roster.Count, rounds);

    /// <summary>No silo signs two roots for one round, restarts included; and its budget is never refunded.</summary>
    public SignedRecord Sign(SignedRecord record)
    {
        signed.Add(record.Id);
        if (record.Body is Envelope envelope)
        {
            Envelope first = GetOrAdd(envelopes, (envelope.Round, envelope.Origin), envelope);
            Require(
                first.Payload.Root == envelope.Payload.Root,
                $"{envelope.Origin} signed two roots for round {envelope.Round}");
            Require(
                envelope.EpsilonSpent >= epsilon.GetValueOrDefault(envelope.Origin),
                $"{envelope.Origin} spent {epsilon.GetValueOrDefault(envelope.Origin)} and says {envelope.EpsilonSpent} in round {envelope.Round}");
            epsilon[envelope.Origin] = envelope.EpsilonSpent;
        }

        return record;
    }

    /// <summary>One record a place that ever leaves its silo, restarts included, and none before it is on the disk.</summary>
    public void Left(SignedRecord record, bool isOnDisk)
    {
        Digest first = GetOrAdd(left, (record.Kind, record.Round, record.Body.Slot, record.Body.Origin), record.Id);
        Require(first == record.Id, $"{record.Body.Origin} signed two different records: {record}");
        Require(isOnDisk, $"{record.Body.Origin} sent {record} before it was on the disk");
    }

    /// <summary>A liar may sign what it likes, with its own key.</summary>
    public void Forged(SignedRecord record)
    {
        signed.Add(record.Id);
        if (record.Body is Envelope envelope)
        {
            forged.Add(envelope);
        }
    }

    /// <summary>A signature that holds is an empty one over a statement that was signed.</summary>
    public bool IsSigned(SignedRecord record) => record.Signature.IsEmpty && signed.Contains(record.Id);

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
                update.Equals(envelopes.GetValueOrDefault((ask.Round, update.Origin))) || forged.Contains(update),
                $"{roster[silo]} merged an update that {update.Origin} did not sign in round {ask.Round}");
        }
    }

    /// <summary>One set and one aggregate a round, by a quorum; and rounds close in order. A restarted silo may have lost rounds.</summary>
    public void Closed(int silo, PersistClose close)
    {
        RoundClose proof = close.Close;
        Require(
            GetOrAdd(agreed, proof.Round, (proof.Id, proof.Aggregate)) == (proof.Id, proof.Aggregate),
            $"{roster[silo]} closed round {proof.Round} on another set or with another aggregate");
        Require(proof.Round <= closed[silo] + 1, $"{roster[silo]} closed round {proof.Round} after {closed[silo]}");
        int votes = proof.Precommits.Where(vote => signed.Contains(vote.Id)).Select(vote => vote.Body.Origin).Distinct().Count();
        Require(votes >= quorum, $"{roster[silo]} closed round {proof.Round} with {votes} votes; a quorum is {quorum}");
        closed[silo] = Math.Max(closed[silo], proof.Round);
    }

    public void Alarmed(int silo, string sentence) => Alarms.Add($"{roster[silo]}: {sentence}");

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
