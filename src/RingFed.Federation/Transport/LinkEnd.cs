using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>Why a connection ended.</summary>
/// <param name="Code">What either end said when it closed; null when the connection broke.</param>
internal sealed record LinkEnd(string Why, WireFaultCode? Code)
{
    public static LinkEnd Of(WireFault fault) => new(fault.ToString(), fault.Code);

    public static LinkEnd ByPeer(WireFault fault) => new($"the peer said {fault}", fault.Code);

    public static LinkEnd Broken(string why) => new(why, null);
}
