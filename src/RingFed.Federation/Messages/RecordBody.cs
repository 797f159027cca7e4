namespace RingFed.Federation.Messages;

/// <summary>What a record says. Append only: the number is inside the id of every record ever signed.</summary>
internal enum RecordKind
{
    Envelope = 1,
    Precommit = 2,
}

/// <summary>What a payload holds; the wire's own numbers for the rounds' kinds.</summary>
internal enum PayloadKind
{
    Statistic = 0,
    Parameters = 1,
}

/// <summary>Content of a signed record. A silo signs at most one of a kind for a round.</summary>
internal abstract record RecordBody(string Federation, int Epoch, int Round, string Origin)
{
    public abstract RecordKind Kind { get; }
}

/// <summary>The signed header of an update (DESIGN 7.2.2).</summary>
/// <param name="Query">Name of the statistic; empty for parameters.</param>
/// <param name="Base">Digest of the agreed aggregate that the update is a difference from; none for statistics.</param>
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

/// <summary>"Of these envelopes I computed this aggregate." A round closes on equal ones only.</summary>
/// <param name="View">Attempt at closing the round; always 0 until rounds can close without a silo.</param>
/// <param name="Updates">SHA-256 over the ids of the merged envelopes in roster order.</param>
/// <param name="Aggregate">SHA-256 of the aggregate's canonical bytes.</param>
/// <param name="Manifest">Lets a silo that missed the close verify the aggregate's chunks one by one.</param>
/// <param name="Merged">Whose updates the aggregate holds, so that a silo that missed the close knows it too.</param>
internal sealed record Precommit(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    int View,
    Digest Updates,
    Digest Aggregate,
    PayloadManifest Manifest,
    int Algorithm,
    OriginSet Merged) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Precommit;
}
