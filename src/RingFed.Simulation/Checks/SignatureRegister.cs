using RingFed.Federation.Messages;

namespace RingFed.Simulation.Checks;

/// <summary>Everything that was ever signed. A signature that holds is an empty one over a statement that is here.</summary>
internal sealed class SignatureRegister
{
    private readonly HashSet<Digest> signed = [];
    private readonly Dictionary<Digest, Envelope> envelopes = [];
    private readonly HashSet<(int Round, string Origin, Digest Root)> roots = [];
    private readonly HashSet<(int Epoch, string Origin)> leaving = [];
    private readonly HashSet<(int Epoch, string Origin, Digest Draft)> assents = [];

    public void Add(SignedRecord record)
    {
        if (!signed.Add(record.Id))
        {
            return;
        }

        if (record.Body is Envelope envelope)
        {
            envelopes[record.Id] = envelope;
            roots.Add((envelope.Round, envelope.Origin, envelope.Payload.Root));
        }
        else if (record.Kind == RecordKind.Leave)
        {
            leaving.Add((record.Body.Epoch, record.Body.Origin));
        }
        else if (record.Body is Assent assent)
        {
            assents.Add((assent.Epoch, assent.Origin, assent.Draft));
        }
    }

    public bool Holds(SignedRecord record) => record.Signature.IsEmpty && signed.Contains(record.Id);

    /// <summary>The origin signed this payload for this round.</summary>
    public bool IsSigned(Envelope envelope) => roots.Contains((envelope.Round, envelope.Origin, envelope.Payload.Root));

    /// <summary>The silo signed in this epoch that it wants to leave.</summary>
    public bool WantsToLeave(int epoch, string silo) => leaving.Contains((epoch, silo));

    /// <summary>The silo of this epoch signed that it agrees to the draft.</summary>
    public bool HasAssented(int epoch, string silo, Digest draft) => assents.Contains((epoch, silo, draft));

    /// <summary>The envelope with this id, when its origin signed it.</summary>
    public Envelope? EnvelopeOf(Digest id) => envelopes.GetValueOrDefault(id);
}
