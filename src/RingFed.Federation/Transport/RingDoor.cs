using System.Net;
using System.Net.Sockets;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Transport;

/// <summary>
/// The socket on which the ring dials in. It stays open from one session to the next, so that who dials in between is
/// accepted late and not refused.
/// </summary>
internal sealed class RingDoor(SessionOptions options) : IDisposable
{
    private readonly bool isGiven = options.Listener is not null;
    private Socket? listener = options.Listener;
    private IPEndPoint? opened;

    /// <summary>Where it listens; null while it does not.</summary>
    public IPEndPoint? Address => listener?.LocalEndPoint as IPEndPoint;

    /// <summary>Listens as the topology has it. Another address than the one before is opened anew.</summary>
    /// <returns>Null for a silo that only dials.</returns>
    /// <exception cref="ListenException">The port cannot be had.</exception>
    public Socket? Open(SiloEntry self)
    {
        if (!self.AcceptsConnections)
        {
            Dispose();
            return null;
        }

        IPEndPoint wanted = options.Listen ?? RingListener.AnyAddress(self.Address.Port);
        if (listener is null || (!isGiven && !wanted.Equals(opened)))
        {
            Dispose();
            listener = RingListener.Open(wanted);
            opened = wanted;
        }

        return listener;
    }

    public void Dispose()
    {
        listener?.Dispose();
        listener = null;
    }
}
