using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// What stands before a listener: drops connections of an address that opens too many before they cost a signature, tells
/// a silo that does so after it, and keeps either from filling the log.
/// </summary>
internal sealed class IncomingGate(TimeProvider time, ILogger log)
{
    /// <summary>Refusals that are logged in a window, those of all addresses together; enough to see what it is.</summary>
    private const int LinesMax = 30;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConnectionRate<IPAddress> addresses =
        new(WireCaps.ConnectionsBurst, WireCaps.ConnectionsPerSecond, WireCaps.AddressesMax, time);

    private readonly ConnectionRate<int> silos = new(WireCaps.LinksBurst, WireCaps.LinksPerSecond, WireCaps.SilosMax, time);
    private readonly Lock guard = new();
    private long windowStart = time.GetTimestamp();
    private int refusals;

    /// <summary>Whether the connection may go on to TLS; if not, it is closed, with a reset that leaves nothing behind here.</summary>
    public bool Admits(Socket socket)
    {
        IPAddress address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (addresses.TryTake(HandshakeSlots.NetworkOf(address)))
        {
            return true;
        }

        socket.Close(timeout: 0);
        Refused(address.ToString(), $"it opens more than {WireCaps.ConnectionsPerSecond} connections a second");
        return false;
    }

    /// <returns>What an authenticated silo is told that opens links in a loop; null when it may have this one.</returns>
    public WireFault? Judge(int silo, string name) => silos.TryTake(silo)
        ? null
        : new WireFault(WireFaultCode.Busy, $"{name} opens links again and again; it may open {WireCaps.LinksPerSecond} a second");

    /// <summary>Logs a refusal, unless many were logged lately.</summary>
    public void Refused(string from, string why)
    {
        (bool isLogged, int unlogged, bool isLast) = Count();
        if (unlogged > 0)
        {
            log.RefusalsUnlogged(unlogged);
        }

        if (isLogged)
        {
            log.RefusedIncoming(from, why);
        }

        if (isLast)
        {
            log.RefusalsMany(LinesMax);
        }
    }

    private (bool IsLogged, int UnloggedBefore, bool IsLast) Count()
    {
        lock (guard)
        {
            int unlogged = 0;
            if (time.GetElapsedTime(windowStart) >= Window)
            {
                unlogged = Math.Max(0, refusals - LinesMax);
                (windowStart, refusals) = (time.GetTimestamp(), 0);
            }

            refusals++;
            return (refusals <= LinesMax, unlogged, refusals == LinesMax);
        }
    }
}
