using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Epochs;

namespace RingFed.Simulation.Checks;

/// <summary>
/// Sees everything that all silos do and objects at once when an invariant of DESIGN 7.6 breaks. Remembers across
/// crashes, which the silos do not. Liars are not held to what they sign.
/// </summary>
internal sealed class RingChecker
{
    private readonly IReadOnlyList<string> roster;
    private readonly SignatureRegister register = new();
    private readonly CloseLedger closes;
    private readonly HashSet<string> putBack = [];
    private readonly HashSet<Digest> left = [];
    private readonly Dictionary<(RecordKind, int Round, int Slot, string Origin), Digest> places = [];
    private readonly Dictionary<(int Round, string Origin), Digest> roots = [];
    private readonly Dictionary<string, double> spentBy = [];
    private readonly Dictionary<(RecordKind, int Round, int Slot, string Origin), List<Digest>> heard = [];
    private readonly Func<Digest, bool> isKnown;
    private readonly Dictionary<string, SortedDictionary<int, double>> epsilon = [];

    /// <param name="silos">Names of all machines, also of those that are in no roster yet.</param>
    /// <param name="holds">Whether an honest silo holds an update now.</param>
    /// <param name="isKnown">Whether anyone has a record, in memory or on the disk, now.</param>
    /// <param name="isHonest">Whether a machine's silo says what its session says.</param>
    public RingChecker(
        IReadOnlyList<string> silos,
        EpochTerms founding,
        TopologyBook topologies,
        Func<int, Envelope, bool> holds,
        Func<Digest, bool> isKnown,
        Func<int, bool> isHonest)
    {
        (roster, this.isKnown) = (silos, isKnown);
        Epochs = new EpochLedger(founding, topologies, register, Require);
        closes = new CloseLedger(silos, Epochs, register, holds, Require);
        Exchange = new ExchangeLedger(silos, register.IsSigned, Require);
        Traffic = new TrafficBook(silos.Count);
        Blame = new BlameLedger(silos, isHonest, Require);
    }

    public List<string> Violations { get; } = [];

    public List<string> Alarms { get; } = [];

    public IReadOnlyList<int> ClosedBySilo => closes.ClosedBySilo;

    public EpochLedger Epochs { get; }

    /// <summary>Rounds of neighbour exchange.</summary>
    public ExchangeLedger Exchange { get; }

    public TrafficBook Traffic { get; }

    /// <summary>Connections that end because of what came over them.</summary>
    public BlameLedger Blame { get; }

    /// <summary>The silo is not in the newest epoch, or a close that someone stored carried its leave.</summary>
    public bool HasLeft(int silo) => !closes.IsActive(silo);

    /// <inheritdoc cref="CloseLedger.ActiveAfter"/>
    public IEnumerable<string> ActiveAfter(int round) => closes.ActiveAfter(round);

    /// <summary>Highest view that an honest silo voted in.</summary>
    public int ViewMax { get; private set; }

    /// <summary>The silo's disk is an older one from now on: what it signs is held against what still exists of its past.</summary>
    public void PutBack(int silo) => putBack.Add(roster[silo]);

    /// <summary>No silo signs two roots for one round, restarts included; and its budget is never refunded.</summary>
    public SignedRecord Sign(SignedRecord record)
    {
        register.Add(record);
        Epochs.Signed(record.Body);
        if (record.Body is Envelope envelope && !putBack.Contains(envelope.Origin))
        {
            Require(
                GetOrAdd(roots, (envelope.Round, envelope.Origin), envelope.Payload.Root) == envelope.Payload.Root,
                $"{envelope.Origin} signed two roots for round {envelope.Round}");
            double spent = spentBy.GetValueOrDefault(envelope.Origin);
            Require(envelope.EpsilonSpent >= spent, $"{envelope.Origin} spent {spent} and says {envelope.EpsilonSpent} in round {envelope.Round}");
            spentBy[envelope.Origin] = envelope.EpsilonSpent;
        }

        return record;
    }

    /// <summary>A liar may sign what it likes, with its own key.</summary>
    public void Forged(SignedRecord record) => register.Add(record);

    /// <summary>
    /// One record a place that ever leaves its silo, restarts included, and none before it is on the disk. Suspicions and
    /// recalls are of the moment: nothing that is agreed depends on them. An opening follows from what is on the disk, and
    /// of assents there may be several.
    /// </summary>
    public void Left(SignedRecord record, bool isOnDisk)
    {
        Require(isOnDisk || record.Kind != RecordKind.Assent, $"{record.Body.Origin} sent {record} before it was on the disk");
        if (record.Kind is RecordKind.Suspicion or RecordKind.Recall or RecordKind.Recalled or RecordKind.Assent or RecordKind.Opening)
        {
            return;
        }

        left.Add(record.Id);
        Require(
            putBack.Contains(record.Body.Origin) || GetOrAdd(places, PlaceOf(record), record.Id) == record.Id,
            $"{record.Body.Origin} signed two different records: {record}");
        Require(isOnDisk, $"{record.Body.Origin} sent {record} before it was on the disk");
        if (record.Kind is RecordKind.Prevote or RecordKind.Precommit)
        {
            ViewMax = Math.Max(ViewMax, record.Body.Slot);
        }
    }

    /// <summary>
    /// One record a place, and so one root a round, of a silo whose disk was put back too. Of that one, what nobody read, or
    /// everyone who did forgot in a crash, is as if it had never been: no two exist at any moment.
    /// </summary>
    public void Heard(SignedRecord record)
    {
        if (!left.Contains(record.Id))
        {
            return;
        }

        List<Digest> others = GetOrAdd(heard, PlaceOf(record), []);
        Require(
            !putBack.Contains(record.Body.Origin) || others.TrueForAll(other => other == record.Id || !isKnown(other)),
            $"{record.Body.Origin} signed two different records: {record}");
        if (!others.Contains(record.Id))
        {
            others.Add(record.Id);
        }

        if (record.Body is Envelope envelope)
        {
            HeardSpent(envelope);
        }
    }

    public bool IsSigned(SignedRecord record) => register.Holds(record);

    /// <summary>Each update is counted at most once, all of it is held, and it is one that its origin signed.</summary>
    public void Merged(int silo, Aggregate ask, bool held)
    {
        Require(held, $"{roster[silo]} merged round {ask.Round} without all payloads");
        Require(
            ask.Updates.Select(update => update.Origin).Distinct().Count() == ask.Updates.Count,
            $"{roster[silo]} counted an update of round {ask.Round} twice");
        foreach (Envelope update in ask.Updates)
        {
            Require(register.IsSigned(update), $"{roster[silo]} merged an update that {update.Origin} did not sign in round {ask.Round}");
        }
    }

    /// <summary>The silo starts with what it has stored: it closes the rounds after that, some of them again, and as before.</summary>
    public void Restored(int silo, SessionPlan plan, int closed)
    {
        closes.Restored(silo, closed);
        if (!plan.IsEntering)
        {
            Epochs.Entered(roster[silo], plan);
        }
    }

    /// <summary>The silo, which is new in its epoch, has learnt how the federation got there.</summary>
    public void Entered(int silo, PersistEntry entry) => closes.Entered(silo, entry.Closes);

    /// <summary>The silo's operator wants the draft.</summary>
    public void Agreed(int silo, Digest draft) => Epochs.Agreed(roster[silo], draft);

    public void Closed(int silo, PersistClose stored) => closes.Closed(silo, stored.Close, stored.HasResult);

    /// <summary>Nothing went wrong in the run, so nothing was sent twice.</summary>
    public void RequireNoExcess(SimulationOptions options) => TrafficBound.Require(options, Traffic, Require);

    public void Alarmed(int silo, string sentence) => Alarms.Add($"{roster[silo]}: {sentence}");

    /// <summary>A budget is never refunded.</summary>
    private void HeardSpent(Envelope envelope)
    {
        SortedDictionary<int, double> spent = GetOrAdd(epsilon, envelope.Origin, []);
        spent[envelope.Round] = envelope.EpsilonSpent;
        foreach ((int round, double before) in spent.TakeWhile(known => known.Key < envelope.Round))
        {
            Require(before <= envelope.EpsilonSpent, $"{envelope.Origin} spent {before} by round {round} and says {envelope.EpsilonSpent} in round {envelope.Round}");
        }
    }

    /// <summary>A leave has one place in the whole epoch, anything else in its round, whatever the epoch.</summary>
    private static (RecordKind Kind, int Round, int Slot, string Origin) PlaceOf(SignedRecord record) => record.Kind == RecordKind.Leave
        ? (record.Kind, 0, record.Body.Epoch, record.Body.Origin)
        : (record.Kind, record.Round, record.Body.Slot, record.Body.Origin);

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
