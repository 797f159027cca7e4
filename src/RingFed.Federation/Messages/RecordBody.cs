namespace RingFed.Federation.Messages;

/// <summary>What a record says. Append only: the number is inside the id of every record ever signed.</summary>
internal enum RecordKind
{
    Envelope = 1,
    Precommit = 2,
    Have = 3,
    Propose = 4,
    Prevote = 5,
    Suspicion = 6,
    Leave = 7,
    Recall = 8,
    Recalled = 9,
    Assent = 10,
    Opening = 11,
}

/// <summary>What a payload holds. Append only; 0 was a statistic in the clear, which is accepted no more, and stays reserved.</summary>
internal enum PayloadKind
{
    Parameters = 1,

    /// <summary>Bytes that are gathered as they are: a step of a masked sum.</summary>
    Gather = 2,
}

/// <summary>Content of a signed record. A silo signs at most one of a kind for a round and slot.</summary>
internal abstract record RecordBody(string Federation, int Epoch, int Round, string Origin)
{
    public abstract RecordKind Kind { get; }

    /// <summary>Place among the origin's records of this kind and round: the view of a vote, the sequence of a statement; else 0.</summary>
    public virtual int Slot => 0;
}

/// <summary>The signed header of an update (DESIGN 7.2.2).</summary>
/// <param name="Query">What is gathered; empty for parameters.</param>
/// <param name="Base">Digest of the agreed aggregate that the update is a difference from; none for what is gathered.</param>
/// <param name="EpsilonSpent">As the origin claims, over its whole ledger.</param>
/// <param name="LastEnvelope">Id of the origin's previous envelope; none for its first.</param>
/// <param name="Algorithm">Signature algorithm id (1 = ECDSA P-256 with SHA-256).</param>
internal sealed record Envelope(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    PayloadKind PayloadKind,
    string Query,
    Digest Topology,
    Digest Layout,
    Digest Encoder,
    Digest Base,
    string Codec,
    PayloadManifest Payload,
    long Records,
    long Steps,
    double EpsilonSpent,
    Digest LastEnvelope,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Envelope;
}

/// <summary>One silo's update, named by its envelope.</summary>
/// <param name="Origin">Roster index.</param>
/// <param name="Envelope">Id of the envelope: a silo that signed two has two updates, and neither counts.</param>
internal readonly record struct HeldUpdate(int Origin, Digest Envelope);

/// <summary>"These updates I have verified and stored whole." Of several the highest sequence counts.</summary>
/// <param name="Sequence">0, 1, ...: how many the origin signed before it in this round.</param>
/// <param name="Held">Ascending by origin, each origin once.</param>
internal sealed record Have(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    int Sequence,
    IReadOnlyList<HeldUpdate> Held,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Have;

    public override int Slot => Sequence;
}

/// <summary>"I propose to close the round on this." Signed by the view's proposer only.</summary>
/// <param name="ProofView">View in which a quorum prevoted for the same proposal; -1 for a new one.</param>
internal sealed record Propose(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    int View,
    ClosingProposal Proposal,
    int ProofView,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Propose;

    public override int Slot => View;
}

/// <summary>First vote of a view.</summary>
/// <param name="Proposal">Id of a proposal that is valid here; <see cref="Digest.None"/> is nil.</param>
internal sealed record Prevote(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    int View,
    Digest Proposal,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Prevote;

    public override int Slot => View;

    public bool IsNil => Proposal == Digest.None;
}

/// <summary>Second vote of a view: "of this proposal I computed this aggregate". A round closes on a quorum of equal ones.</summary>
/// <param name="Proposal">Id of the proposal; <see cref="Digest.None"/> is nil, and the three after it are empty.</param>
/// <param name="Aggregate">SHA-256 of the aggregate's canonical bytes.</param>
/// <param name="Manifest">Lets a silo that missed the close verify the aggregate's chunks one by one.</param>
/// <param name="Merged">Whose updates the aggregate holds: the proposal's, less those that screening kept out.</param>
internal sealed record Precommit(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    int View,
    Digest Proposal,
    Digest Aggregate,
    PayloadManifest? Manifest,
    int Algorithm,
    OriginSet Merged) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Precommit;

    public override int Slot => View;

    public bool IsNil => Proposal == Digest.None;

    public static Precommit Nil(string federation, int epoch, int round, string origin, int view, int algorithm) =>
        new(federation, epoch, round, origin, view, Digest.None, Digest.None, null, algorithm, default);
}

/// <summary>
/// "These silos I cannot reach": moves the moment at which a round starts to close, and nothing else. The highest
/// sequence of a round counts. A silo that names itself can sign nothing else at present, and is not waited for either.
/// </summary>
internal sealed record Suspicion(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    int Sequence,
    OriginSet Unreachable,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Suspicion;

    public override int Slot => Sequence;
}

/// <summary>"From the next close on, go on without me." Takes effect when a close carries it.</summary>
internal sealed record Leave(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Leave;
}
