using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing.Model;

/// <summary>What of a silo survives its process.</summary>
internal sealed class ModelDisk
{
    private readonly List<SignedRecord> own = [];
    private readonly Dictionary<Digest, SignedRecord> payloads = [];

    public VoteState State { get; private set; } = VoteState.Start;

    public RoundClose? Decision { get; set; }

    public void Store(SignedRecord record, VoteState state)
    {
        own.Add(record);
        State = state;
    }

    public void StoreOwn(SignedRecord envelope) => own.Add(envelope);

    public void StorePayload(SignedRecord envelope) => payloads[envelope.Id] = envelope;

    /// <summary>Chunks that nobody waits for are flushed when the system likes.</summary>
    public void StorePayloadPerhaps(SignedRecord envelope, Random dice)
    {
        if (dice.Next(2) == 0)
        {
            StorePayload(envelope);
        }
    }

    public bool HasPayload(Digest envelope) => payloads.ContainsKey(envelope);

    public void ForgetVotes()
    {
        own.RemoveAll(record => record.Kind != RecordKind.Envelope);
        State = VoteState.Start;
    }

    public void Restore(InMemoryFacts facts)
    {
        foreach (SignedRecord record in own)
        {
            facts.Add(record);
            facts.IsPublished |= record.Kind == RecordKind.Envelope;
        }

        foreach (SignedRecord envelope in payloads.Values)
        {
            facts.Hold(envelope);
            facts.Add(envelope);
        }
    }
}
