using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>Bounds on handshakes. The defaults are the caps of the wire.</summary>
public sealed record TlsLimits
{
    /// <summary>Time for connecting, TLS and both verdicts.</summary>
    public TimeSpan HandshakeTimeMax { get; init; } = WireCaps.HandshakeTimeMax;

    /// <summary>Handshakes that a listener carries on at once; one more displaces an old one, which may dial again.</summary>
    public int HandshakesMax { get; init; } = WireCaps.HandshakesMax;
}
