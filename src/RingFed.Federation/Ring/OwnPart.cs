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
