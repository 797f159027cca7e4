using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Rounds;

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
    double EpsilonSpent)
{
    /// <summary>Parameters that the payload is of; 0 for what is gathered, and where it was found after a restart.</summary>
    public int Values { get; init; }

    /// <summary>What this silo signs for the part.</summary>
    /// <param name="last">Id of the envelope that it signed before; none for its first.</param>
    public Envelope EnvelopeOf(SessionPlan plan, int round, Digest last) => new(
        plan.Federation,
        plan.Epoch,
        round,
        plan.Roster[plan.Self],
        plan.KindOf(round) == RoundKind.Statistic ? PayloadKind.Gather : PayloadKind.Parameters,
        Query,
        plan.Topology,
        Layout,
        Encoder,
        Base,
        Codec,
        Payload,
        Records,
        Steps,
        EpsilonSpent,
        last,
        SessionPlan.SignatureAlgorithm);
}
