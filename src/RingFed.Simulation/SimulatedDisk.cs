using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Simulation;

/// <summary>What a silo finds again after a crash. A write counts once it is here, whether or not its silo lived to hear of it.</summary>
internal sealed class SimulatedDisk
{
    private readonly Dictionary<int, OwnRound> own = [];
    private IReadOnlyList<SignedRecord> certificate = [];
    private PayloadManifest? aggregate;
    private Digest lastEnvelope;

    public int Closed { get; private set; } = -1;

    public Digest Base { get; private set; }

    /// <summary>The privacy budget's ledger. It is written before the work that it pays for.</summary>
    public double EpsilonSpent { get; private set; }

    public RestoredState Restore() => new(Closed, certificate, aggregate, own.ToDictionary(), lastEnvelope);

    /// <summary>The chunks that are back in the store after a restart: the own payloads and the last aggregate.</summary>
    public SimulatedStore Load(int self)
    {
        SimulatedStore store = new();
        foreach ((int round, OwnRound stored) in own)
        {
            if (stored.Part is { } part)
            {
                store.Fill(new ItemId(round, self, part.Payload.Root), part.Payload);
            }
        }

        if (aggregate is not null)
        {
            store.Fill(ItemId.AggregateOf(Closed, aggregate.Root), aggregate);
        }

        return store;
    }

    public double Spend(double epsilon) => EpsilonSpent += epsilon;

    public bool Holds(SignedRecord record) =>
        own.GetValueOrDefault(record.Round) is { } round && (round.Envelope?.Id == record.Id || round.Precommit?.Id == record.Id);

    public void Write(int round, OwnPart part) => own[round] = OwnOf(round) with { Part = part };

    public void Write(SignedRecord record)
    {
        if (record.Kind == RecordKind.Envelope)
        {
            own[record.Round] = OwnOf(record.Round) with { Envelope = record };
            lastEnvelope = record.Id;
        }
        else
        {
            own[record.Round] = OwnOf(record.Round) with { Precommit = record };
        }
    }

    public void Write(PersistClose close, PayloadManifest manifest)
    {
        (Closed, Base, certificate, aggregate) = (close.Round, close.Digest, close.Certificate, manifest);
        foreach (int round in own.Keys.Where(round => round < Closed).ToList())
        {
            own.Remove(round);
        }
    }

    private OwnRound OwnOf(int round) => own.GetValueOrDefault(round) ?? new OwnRound(null, null, null);
}
