using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>This silo's finished work of a round: what its envelope will say, and the geometry of its payload.</summary>
internal sealed record OwnPart(
    string Query,
    Digest Layout,
    Digest Encoder,
    Digest Base,
    string Codec,
    PayloadManifest Payload,
    long Records,
    long Steps,
    double EpsilonSpent);

/// <summary>What a restarted silo had stored of its own part of a round. Any of the three may be missing.</summary>
internal sealed record OwnRound(OwnPart? Part, SignedRecord? Envelope, SignedRecord? Precommit);

/// <summary>What a restarted silo had stored.</summary>
/// <param name="Closed">Last round closed; -1 when none was.</param>
/// <param name="Certificate">The votes that closed it.</param>
/// <param name="Aggregate">Geometry of its aggregate, which neighbours may ask for.</param>
/// <param name="LastEnvelope">Id of the last envelope this silo signed.</param>
internal sealed record RestoredState(
    int Closed,
    IReadOnlyList<SignedRecord> Certificate,
    PayloadManifest? Aggregate,
    IReadOnlyDictionary<int, OwnRound> Own,
    Digest LastEnvelope)
{
    public static RestoredState Fresh { get; } = new(-1, [], null, new Dictionary<int, OwnRound>(), Digest.None);
}
