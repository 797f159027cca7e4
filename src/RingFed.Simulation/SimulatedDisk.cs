using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Simulation;

/// <summary>What a silo finds again after a crash. A write counts once it is here, whether or not its silo lived to hear of it.</summary>
internal sealed class SimulatedDisk(SessionPlan plan)
{
    /// <summary>Results of parameter rounds that are kept, as in the shipping store; those of statistic rounds all are.</summary>
    private const int ResultsKept = 2;

    private readonly SortedDictionary<int, StoredRound> rounds = [];
    private readonly List<StoredClose> closes = [];
    private HashSet<Digest> everHeld = [];
    private Digest lastEnvelope;
    private readonly HashSet<ulong> booked = [];
    private StoredLeave? leave;
    private IReadOnlyList<double> announced = [];

    private sealed record StoredClose(RoundClose Close, Membership Members, bool HasResult);

    /// <summary>As it is now, to be put in its place one day. What it ever held is known to both.</summary>
    /// <param name="newer">Whose payloads of open rounds are in the copy too.</param>
    public SimulatedDisk Copy(SimulatedDisk? newer = null)
    {
        SimulatedDisk copy = new(plan) { everHeld = everHeld, lastEnvelope = lastEnvelope, leave = leave, EpsilonSpent = EpsilonSpent, PutBack = PutBack, announced = announced };
        copy.booked.UnionWith(booked);
        copy.closes.AddRange(closes);
        foreach ((int round, StoredRound stored) in rounds)
        {
            copy.rounds[round] = stored;
        }

        foreach ((int round, StoredRound stored) in newer?.rounds ?? [])
        {
            copy.rounds[round] = copy.RoundOf(round) with { Part = stored.Part };
        }

        return copy;
    }

    /// <summary>The privacy budget's ledger. It is written before the work that it pays for.</summary>
    public double EpsilonSpent { get; private set; }

    /// <summary>The mark of a disk that may be older than what its silo signed, with its occasion.</summary>
    public ulong? PutBack { get; set; }

    /// <param name="withoutVotes">A defect: only the envelope of what was signed comes back.</param>
    public RestoredState Restore(bool withoutVotes = false)
    {
        int last = closes.FindLastIndex(close => close.HasResult);
        return new RestoredState(
            last < 0 ? null : closes[last].Close,
            last < 0 ? Membership.Founding(plan.Silos) : closes[last].Members,
            [.. closes.Skip(last + 1).Select(close => close.Close)],
            [.. Results().Select(close => new StoredResult(close.Round, close.Manifest))],
            withoutVotes ? rounds.ToDictionary(round => round.Key, round => Forgetful(round.Value)) : rounds.ToDictionary(),
            lastEnvelope)
        {
            Leave = leave,
            LeftWith = closes.Take(last + 1)
                .SelectMany(close => close.Close.Proposal.Leavers.ToList().Select(origin => KeyValuePair.Create(origin, close.Close.Round)))
                .ToDictionary(),
            PutBack = PutBack,
            Announced = announced,
        };
    }

    /// <summary>The chunks that are back in the store after a restart.</summary>
    public SimulatedStore Load()
    {
        SimulatedStore store = new();
        foreach ((int round, StoredRound stored) in rounds)
        {
            if (stored.Part is { } part)
            {
                store.Fill(new ItemId(round, plan.Self, part.Payload.Root), part.Payload);
            }

            foreach (Envelope envelope in stored.Updates.Select(record => (Envelope)record.Body))
            {
                store.Fill(ItemOf(envelope), envelope.Payload);
            }
        }

        foreach (RoundClose close in Results())
        {
            store.Fill(ItemId.AggregateOf(close.Round, close.Manifest.Root), close.Manifest);
        }

        return store;
    }

    /// <summary>Digest of the agreed result before the round; none before there is one.</summary>
    public Digest BaseOf(int round) => round > plan.StatisticRounds && round - 1 < closes.Count ? closes[round - 1].Close.Aggregate : Digest.None;

    public RoundClose? CloseOf(int round) => round < closes.Count ? closes[round].Close : null;

    public double Spend(double epsilon) => EpsilonSpent += epsilon;

    /// <summary>The ledger says at least what was announced and a round more; for an occasion it was put back, once.</summary>
    public void Write(BookForgotten book, double epsilonPerRound)
    {
        if (book.Announced > EpsilonSpent || (book.Occasion is { } occasion && booked.Add(occasion)))
        {
            EpsilonSpent = Math.Max(EpsilonSpent, book.Announced) + epsilonPerRound;
        }
    }

    /// <summary>It is here, or was until its round closed.</summary>
    public bool Held(SignedRecord record) => everHeld.Contains(record.Id);

    /// <summary>The record is here, and not only was.</summary>
    public bool Knows(Digest record) => rounds.Values.Any(round =>
        round.Updates.Concat(round.Votes?.Own ?? []).Concat(round.Votes?.Support ?? []).Any(known => known.Id == record));

    /// <summary>The payload is here whole.</summary>
    public bool HoldsPayload(Envelope envelope) => rounds.GetValueOrDefault(envelope.Round) is { } round
        && (round.Part?.Payload.Root == envelope.Payload.Root || round.Updates.Any(record => record.Body is Envelope held && held.Payload.Root == envelope.Payload.Root));

    public void Write(PersistPayload persist) => rounds[persist.Round] = RoundOf(persist.Round) with { Part = persist.Part };

    public void Write(PersistVotes persist)
    {
        int round = persist.Newest.Round;
        rounds[round] = RoundOf(round) with { Votes = new StoredVotes(persist.State, persist.Own, persist.Support) };
        everHeld.UnionWith(persist.Own.Select(record => record.Id));
        lastEnvelope = persist.Newest.Kind == RecordKind.Envelope ? persist.Newest.Id : lastEnvelope;
    }

    public void Write(PersistLeave persist)
    {
        leave = new StoredLeave(persist.Record);
        everHeld.UnionWith(persist.Record is { } record ? [record.Id] : []);
    }

    public void Write(PersistUpdate persist)
    {
        int number = persist.Envelope.Round;
        StoredRound round = RoundOf(number);
        rounds[number] = round with { Updates = [.. round.Updates.Where(record => record.Id != persist.Envelope.Id), persist.Envelope] };
    }

    public void Write(PersistClose persist)
    {
        // A round that was skipped is closed once more when its silo restarts before it has a later result.
        StoredClose close = new(persist.Close, persist.Members, persist.HasResult);
        if (persist.Close.Round < closes.Count)
        {
            closes[persist.Close.Round] = close;
        }
        else
        {
            closes.Add(close);
        }

        announced = persist.Announced;
        foreach (int round in rounds.Keys.Where(round => round <= persist.Close.Round).ToList())
        {
            rounds.Remove(round);
        }
    }

    private static StoredRound Forgetful(StoredRound round) => round with
    {
        Votes = round.Votes is { } votes
            ? new StoredVotes(VoteState.Start, [.. votes.Own.Where(record => record.Kind == RecordKind.Envelope)], [])
            : null,
    };

    private IEnumerable<RoundClose> Results()
    {
        IEnumerable<RoundClose> held = closes.Where(close => close.HasResult).Select(close => close.Close).ToList();
        return held.Where(close => plan.KindOf(close.Round) == RoundKind.Statistic)
            .Concat(held.Where(close => plan.KindOf(close.Round) == RoundKind.Parameters).TakeLast(ResultsKept));
    }

    private ItemId ItemOf(Envelope envelope) => new(envelope.Round, plan.IndexOf(envelope.Origin), envelope.Payload.Root);

    private StoredRound RoundOf(int round) => rounds.GetValueOrDefault(round) ?? StoredRound.Empty;
}
