using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>Why no authenticated connection came about.</summary>
/// <param name="Fault">Code and sentence, for the log and for the peer.</param>
/// <param name="ByPeer">The peer refused, and this is its own sentence; otherwise this side did, or the link failed.</param>
public sealed record TlsRefusal(WireFault Fault, bool ByPeer)
{
    public override string ToString() => ByPeer ? $"refused by the peer: {Fault}" : Fault.ToString();
}
