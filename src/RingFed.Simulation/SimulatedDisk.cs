using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Simulation;

/// <summary>What a silo finds again after a crash. A write counts once it is here, whether or not its silo lived to hear of it.</summary>
internal sealed class SimulatedDisk(SessionPlan plan)
{
    private const int ParametersKept = 2;
    private readonly SortedDictionary<int, StoredRound> rounds = [];
    private readonly SortedDictionary<int, PersistClose> closes = [];
    private readonly SortedDictionary<int, PayloadManifest> results = [];
    private Digest lastEnvelope;

    /// <summary>The privacy budget's ledger. It is written before the work that it pays for.</summary>
    public double EpsilonSpent { get; private set; }

    /// <summary>What the shipping loader makes of a state directory.</summary>
    public RestoredState Restore()
    {
        int last = results.Count == 0 ? -1 : results.Keys.Last();
        return new RestoredState(
            closes.GetValueOrDefault(last)?.Close,
            closes.GetValueOrDefault(last)?.Members ?? Membership.Founding(plan.Silos),
            [.. closes.Where(close => close.Key > last).Select(close => close.Value.Close)],
            [.. results.Select(result => new StoredResult(result.Key, result.Value))],
            rounds.Where(round => round.Key > last).ToDictionary(),
            lastEnvelope);
    }

    /// <summary>The chunks that are back in the store after a restart: payloads of open rounds and results.</summary>
    public SimulatedStore Load()
    {
        SimulatedStore store = new();
        foreach ((int round, StoredRound stored) in rounds)
        {
            if (stored.Part is { } part)
            {
                store.Fill(new ItemId(round, plan.Self, part.Payload.Root), part.Payload);
            }

            foreach (Envelope envelope in stored.Updates.Select(record => record.Body).OfType<Envelope>())
            {
                store.Fill(new ItemId(round, plan.IndexOf(envelope.Origin), envelope.Payload.Root), envelope.Payload);
            }
        }

        foreach ((int round, PayloadManifest manifest) in results)
        {
            store.Fill(ItemId.AggregateOf(round, manifest.Root), manifest);
        }

        return store;
    }

    public double Spend(double epsilon) => EpsilonSpent += epsilon;

    public bool Holds(SignedRecord record) =>
        rounds.GetValueOrDefault(record.Round)?.Votes?.Own.Any(own => own.Id == record.Id) ?? false;

    public RoundClose? CloseOf(int round) => closes.GetValueOrDefault(round)?.Close;

    public void Write(int round, OwnPart part) => rounds[round] = RoundOf(round) with { Part = part };

    public void Write(PersistVotes votes)
    {
        lastEnvelope = votes.LastEnvelope;
        rounds[votes.Newest.Round] = RoundOf(votes.Newest.Round) with { Votes = new StoredVotes(votes.State, votes.Own, votes.Support) };
    }

    public void Write(PersistUpdate update)
    {
        StoredRound round = RoundOf(update.Envelope.Round);
        rounds[update.Envelope.Round] = round with { Updates = [.. round.Updates.Where(record => record.Id != update.Envelope.Id), update.Envelope] };
    }

    public void Write(PersistClose close)
    {
        int round = close.Close.Round;
        closes[round] = close;
        if (close.HasResult)
        {
            results[round] = close.Close.Manifest;
            Prune(round);
        }
    }

    private void Prune(int closed)
    {
        int oldest = results.Keys.Where(round => plan.KindOf(round) == RoundKind.Parameters).TakeLast(ParametersKept).FirstOrDefault(-1);
        foreach (int round in results.Keys.Where(round => plan.KindOf(round) == RoundKind.Parameters && round < oldest).ToList())
        {
            results.Remove(round);
        }

        foreach (int round in rounds.Keys.Where(round => round < closed).ToList())
        {
            rounds.Remove(round);
        }
    }

    private StoredRound RoundOf(int round) => rounds.GetValueOrDefault(round) ?? StoredRound.Empty;
}
