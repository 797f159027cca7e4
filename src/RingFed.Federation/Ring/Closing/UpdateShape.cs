using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>What updates must have in common to be merged; the fields that <see cref="EnvelopeAgreement"/> compares.</summary>
internal readonly record struct UpdateShape(
    Digest Topology,
    PayloadKind Kind,
    string Query,
    Digest Layout,
    Digest Encoder,
    Digest Base,
    string Codec,
    long PayloadBytes)
{
    public static UpdateShape Of(Envelope envelope) => new(
        envelope.Topology,
        envelope.PayloadKind,
        envelope.Query,
        envelope.Layout,
        envelope.Encoder,
        envelope.Base,
        envelope.Codec,
        envelope.Payload.Length);
}
