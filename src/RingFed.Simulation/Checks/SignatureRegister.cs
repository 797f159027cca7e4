using RingFed.Federation.Messages;

namespace RingFed.Simulation.Checks;

/// <summary>Everything that was ever signed. A signature that holds is an empty one over a statement that is here.</summary>
internal sealed class SignatureRegister
{
    private readonly HashSet<Digest> signed = [];
    private readonly Dictionary<Digest, Envelope> envelopes = [];
    private readonly HashSet<(int Round, string Origin, Digest Root)> roots = [];

    public void Add(SignedRecord record)
    {
        if (signed.Add(record.Id) && record.Body is Envelope envelope)
        {
            envelopes[record.Id] = envelope;
            roots.Add((envelope.Round, envelope.Origin, envelope.Payload.Root));
        }
    }

    public bool Holds(SignedRecord record) => record.Signature.IsEmpty && signed.Contains(record.Id);

    /// <summary>The origin signed this payload for this round.</summary>
    public bool IsSigned(Envelope envelope) => roots.Contains((envelope.Round, envelope.Origin, envelope.Payload.Root));

    /// <summary>The envelope with this id, when its origin signed it.</summary>
    public Envelope? EnvelopeOf(Digest id) => envelopes.GetValueOrDefault(id);
}
