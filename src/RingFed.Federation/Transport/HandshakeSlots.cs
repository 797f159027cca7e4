using System.Net;
using System.Net.Sockets;

namespace RingFed.Federation.Transport;

/// <summary>
/// Handshakes in progress on one listener, at most so many. A new one never waits for an old: when all slots are taken,
/// the oldest of the address that holds most of them gives way. Whoever opens connections and says nothing, or dribbles
/// bytes, thus displaces himself, and an honest neighbour finds a slot at any moment. Lock: every member.
/// </summary>
internal sealed class HandshakeSlots(int max)
{
    /// <summary>Of an IPv6 address, what one customer is given.</summary>
    private const int NetworkBytes = 8;

    private readonly List<Slot> taken = [];
    private readonly Lock guard = new();

    /// <summary>Takes a slot, if need be another's.</summary>
    public Slot Enter(IPAddress from)
    {
        Slot slot = new(NetworkOf(from));
        Slot? displaced = null;
        lock (guard)
        {
            taken.Add(slot);
            if (taken.Count > max)
            {
                displaced = Greediest();
                taken.Remove(displaced);
            }
        }

        displaced?.Displace();
        return slot;
    }

    public void Leave(Slot slot)
    {
        lock (guard)
        {
            taken.Remove(slot);
        }
    }

    /// <summary>IPv4 as it is, also when written as IPv6; of IPv6 the network, since a host has 2^64 addresses to choose from.</summary>
    public static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6 || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.MapToIPv4();
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    // The list is in order of age, and MaxBy takes the first of equals. The newest is spared: it has had no time yet.
    private Slot Greediest()
    {
        Dictionary<IPAddress, int> held = taken.CountBy(slot => slot.Network).ToDictionary();
        return taken.SkipLast(1).DefaultIfEmpty(taken[^1]).MaxBy(slot => held[slot.Network])!;
    }

    /// <summary>A place among the handshakes in progress.</summary>
    internal sealed class Slot(IPAddress network)
    {
        // Never disposed: it has no timer, and whoever displaces may come after the handshake's end.
        private readonly CancellationTokenSource displaced = new();

        public IPAddress Network { get; } = network;

        /// <summary>Another handshake took the slot.</summary>
        public CancellationToken Displaced => displaced.Token;

        public void Displace() => displaced.Cancel();
    }
}
