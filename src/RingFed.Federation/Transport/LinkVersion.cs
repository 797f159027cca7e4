using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// The protocol version of one link: the newest that both greetings name. Set by the link's reader when the peer's
/// greeting comes; its writer needs it only for what the session sends after that.
/// </summary>
internal sealed class LinkVersion(ProtocolRange own)
{
    // 0 until the peer has greeted. Written once, by the reader.
    private volatile int agreed;

    /// <summary>Version to write in; the oldest until one is agreed, when only greetings are written anyway.</summary>
    public byte Current => agreed == 0 ? FrameHeader.VersionOldest : (byte)agreed;

    /// <summary>The peer greeted. Without a common version none is set: the session will say goodbye.</summary>
    public void Hear(Hello hello)
    {
        if (agreed == 0)
        {
            agreed = own.HighestCommon(new ProtocolRange(hello.VersionMin, hello.VersionMax)) ?? 0;
        }
    }

    /// <exception cref="WireException">A version is agreed and this frame is in another.</exception>
    public void Require(in FrameHeader header)
    {
        if (agreed != 0 && header.Version != agreed && !FrameHeader.IsOfGreeting(header.Type))
        {
            throw new WireException(
                WireFaultCode.UnknownVersion, $"frame of protocol version {header.Version}, but the greetings settled on {agreed}");
        }
    }
}
