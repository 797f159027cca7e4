using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Rounds;
using RingFed.Simulation.Epochs;

namespace RingFed.Simulation.Silos;

/// <summary>What a silo finds again after a crash. A write counts once it is here, whether or not its silo lived to hear of it.</summary>
internal sealed class SimulatedDisk(string silo, PlanMaker plans, TopologyBook book)
{
    /// <summary>Results of parameter rounds that are kept, as in the shipping store; those of statistic rounds all are.</summary>
    private const int ResultsKept = 2;

    private readonly SortedDictionary<int, StoredRound> rounds = [];
    private StoredChain chain = new();
    private List<SignedRecord> assents = [];
    private HashSet<Digest> everHeld = [];
    private Digest lastEnvelope;
    private readonly HashSet<ulong> booked = [];
    private StoredLeave? leave;

    /// <summary>What each silo was seen to announce, by the roster of that round.</summary>
    private (int Round, IReadOnlyList<double> Budgets) announced = (0, []);

    /// <summary>Epoch of what is stored of open rounds and of a leave; it is of no use in another.</summary>
    private int epoch;

    /// <summary>As it is now, to be put in its place one day. What it ever held is known to both.</summary>
    /// <param name="newer">Whose payloads of open rounds are in the copy too.</param>
    public SimulatedDisk Copy(SimulatedDisk? newer = null)
    {
        SimulatedDisk copy = new(silo, plans, book)
        {
            chain = chain.Copy(),
            assents = [.. assents],
            everHeld = everHeld,
            lastEnvelope = lastEnvelope,
            leave = leave,
            epoch = epoch,
            EpsilonSpent = EpsilonSpent,
            PutBack = PutBack,
            announced = announced,
        };
        copy.booked.UnionWith(booked);
        foreach ((int round, StoredRound stored) in rounds)
        {
            copy.rounds[round] = stored;
        }

        foreach ((int round, StoredRound stored) in newer?.epoch == epoch ? newer.rounds : [])
        {
            copy.rounds[round] = copy.RoundOf(round) with { Part = stored.Part };
        }

        return copy;
    }

    /// <summary>The privacy budget's ledger. It is written before the work that it pays for.</summary>
    public double EpsilonSpent { get; private set; }

    /// <summary>The mark of a disk that may be older than what its silo signed, with its occasion.</summary>
    public ulong? PutBack { get; set; }

    /// <summary>The plan of the newest epoch that is known here.</summary>
    /// <param name="file">The topology file that its operator gave the silo.</param>
    public SessionPlan Plan(SimulatedTopology file)
    {
        chain.Add(file);
        return chain.PathOf(silo) is { } path ? plans.Of(path, silo) : plans.Entering(file, silo);
    }

    /// <summary>A defect: this draft counts as carried by the last close.</summary>
    public void Hasten(string draft) => chain.Hasten(draft);

    /// <param name="plan">The one that follows from the disk: what is stored of earlier epochs' open rounds is let go of.</param>
    /// <param name="withoutVotes">A defect: only the envelope of what was signed comes back.</param>
    public RestoredState Restore(SessionPlan plan, bool withoutVotes = false)
    {
        Enter(plan.Epoch);
        (RoundClose Close, Membership Members)? last = chain.Last();
        return new RestoredState(
            last?.Close,
            last?.Members ?? Membership.Founding(plan.RosterOf(0).Count),
            chain.Decided(),
            [.. Results(plan).Select(close => new StoredResult(close.Round, close.Manifest))],
            withoutVotes ? rounds.ToDictionary(round => round.Key, round => Forgetful(round.Value)) : rounds.ToDictionary(),
            lastEnvelope)
        {
            Leave = leave,
            LeftWith = chain.LeftWith(plan.FirstRound, last?.Close.Round ?? -1),
            Drafts = [.. chain.DraftsAfter(plan.Topology).Select(draft => new StoredDraft(draft.Draft, AssentTo(draft.Digest)))],
            PutBack = PutBack,
            Announced = plan.Renumber(announced.Budgets, announced.Round),
        };
    }

    /// <summary>The chunks that are back in the store after a restart.</summary>
    public SimulatedStore Load(SessionPlan plan)
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
                store.Fill(new ItemId(envelope.Round, plan.IndexOf(envelope.Origin), envelope.Payload.Root), envelope.Payload);
            }
        }

        foreach (RoundClose close in Results(plan))
        {
            store.Fill(ItemId.AggregateOf(close.Round, close.Manifest.Root), close.Manifest);
        }

        return store;
    }

    /// <summary>Digest of the agreed result before the round; none before there is one.</summary>
    public Digest BaseOf(int round) => round > plans.StatisticRounds ? CloseOf(round - 1)?.Aggregate ?? Digest.None : Digest.None;

    public RoundClose? CloseOf(int round) => chain.CloseOf(round);

    /// <returns>Null when its text is not here.</returns>
    public SimulatedTopology? TopologyOf(Digest digest) => chain.Find(digest);

    /// <summary>Closes of statistic rounds whose results are here, ascending.</summary>
    public IEnumerable<RoundClose> Gathered(SessionPlan plan) => chain.WithResult.Where(close => plan.KindOf(close.Round) == RoundKind.Statistic);

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

    public void Write(PersistDraft persist) => chain.Add(book.Read(persist.Draft.Text)!);

    public void Write(PersistAssent persist)
    {
        assents.Add(persist.Assent);
        everHeld.Add(persist.Assent.Id);
    }

    public void Write(PersistEntry persist) => chain.Write(persist, book);

    public void Write(PersistClose persist)
    {
        chain.Write(persist);
        announced = persist.Announced.Count > 0 ? (persist.Close.Round, persist.Announced) : announced;
        foreach (int round in rounds.Keys.Where(round => round <= persist.Close.Round).ToList())
        {
            rounds.Remove(round);
        }
    }

    private void Enter(int running)
    {
        if (running != epoch)
        {
            rounds.Clear();
            (leave, epoch) = (null, running);
        }
    }

    private SignedRecord? AssentTo(Digest draft) => assents.Find(record => record.Body is Assent assent && assent.Draft == draft);

    private static StoredRound Forgetful(StoredRound round) => round with
    {
        Votes = round.Votes is { } votes
            ? new StoredVotes(VoteState.Start, [.. votes.Own.Where(record => record.Kind == RecordKind.Envelope)], [])
            : null,
    };

    private IEnumerable<RoundClose> Results(SessionPlan plan)
    {
        ILookup<RoundKind, RoundClose> held = chain.WithResult.ToLookup(close => plan.KindOf(close.Round));
        return held[RoundKind.Statistic].Concat(held[RoundKind.Parameters].TakeLast(ResultsKept)).OrderBy(close => close.Round);
    }

    private StoredRound RoundOf(int round) => rounds.GetValueOrDefault(round) ?? StoredRound.Empty;
}
