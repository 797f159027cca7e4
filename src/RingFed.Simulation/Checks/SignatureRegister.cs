using RingFed.Federation.Messages;

namespace RingFed.Simulation.Checks;

/// <summary>Everything that was ever signed. A signature that holds is an empty one over a statement that is here.</summary>
internal sealed class SignatureRegister
{
    private readonly HashSet<Digest> signed = [];
    private readonly Dictionary<Digest, Envelope> envelopes = [];

    public void Add(SignedRecord record)
    {
        if (signed.Add(record.Id) && record.Body is Envelope envelope)
        {
            envelopes[record.Id] = envelope;
        }
    }

    public bool Holds(SignedRecord record) => record.Signature.IsEmpty && signed.Contains(record.Id);

    /// <summary>The envelope with this id, when its origin signed it.</summary>
    public Envelope? EnvelopeOf(Digest id) => envelopes.GetValueOrDefault(id);
}
