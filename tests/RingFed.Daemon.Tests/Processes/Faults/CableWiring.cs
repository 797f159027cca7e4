using System.Globalization;
using RingFed.Daemon.Demo;

namespace RingFed.Daemon.Tests.Processes.Faults;

/// <summary>
/// Each silo in a network namespace of its own, with a virtual cable (veth) to every other: a kernel's own links, which
/// can be pulled and narrowed. A silo has one address, on its loopback, whichever cable is used.
/// </summary>
internal sealed class CableWiring : IWiring
{
    private const int Port = 7443;

    private readonly Dictionary<string, (int Index, NetworkNamespace Network)> _silos = [];

    public IReadOnlyList<(string Roster, string Listen)> Lay(IReadOnlyList<DemoSilo> silos)
    {
        foreach ((int index, DemoSilo silo) in silos.Index())
        {
            NetworkNamespace network = new(silo.Id);
            _silos[silo.Id] = (index, network);
            network.Ip("link", "set", "lo", "up");
            network.Ip("address", "add", AddressOf(index) + "/32", "dev", "lo");
            foreach ((int peer, NetworkNamespace other) in _silos.Values.Where(other => other.Index != index).ToList())
            {
                network.Ip("link", "add", CableTo(peer), "type", "veth", "peer", "name", CableTo(index), "netns", other.Name);
                PlugIn(network, index, peer);
                PlugIn(other, peer, index);
            }
        }

        return [.. silos.Select((_, index) => ($"{AddressOf(index)}:{Port}", $"{AddressOf(index)}:{Port}"))];
    }

    public SiloProcess Launch(DemoSilo silo, Func<SiloProcess> start) => _silos[silo.Id].Network.Run(start);

    /// <summary>Neither end hears anything more, and is told so by its network card only.</summary>
    public void Pull(DemoSilo one, DemoSilo other) => _silos[one.Id].Network.Ip("link", "set", CableTo(_silos[other.Id].Index), "down");

    public void PlugIn(DemoSilo one, DemoSilo other)
    {
        ((int index, NetworkNamespace network), (int peer, NetworkNamespace peerNetwork)) = (_silos[one.Id], _silos[other.Id]);
        PlugIn(network, index, peer);
        PlugIn(peerNetwork, peer, index);
    }

    /// <summary>What <paramref name="one"/> sends to the other leaves at this rate at most (tc-tbf(8)).</summary>
    public void Narrow(DemoSilo one, DemoSilo other, int kilobitsPerSecond) => _silos[one.Id].Network.Tc(
        "qdisc", "replace", "dev", CableTo(_silos[other.Id].Index), "root", "tbf",
        "rate", string.Create(CultureInfo.InvariantCulture, $"{kilobitsPerSecond}kbit"), "burst", "32kb", "latency", "200ms");

    public ValueTask DisposeAsync()
    {
        foreach ((_, NetworkNamespace network) in _silos.Values)
        {
            network.Dispose();
        }

        _silos.Clear();
        return ValueTask.CompletedTask;
    }

    // Routes go with a link that is set down, so they are laid anew.
    private static void PlugIn(NetworkNamespace network, int index, int peer)
    {
        network.Ip("link", "set", CableTo(peer), "up");
        network.Ip("route", "replace", AddressOf(peer) + "/32", "dev", CableTo(peer), "src", AddressOf(index));
    }

    private static string AddressOf(int index) => string.Create(CultureInfo.InvariantCulture, $"10.77.0.{index + 1}");

    private static string CableTo(int index) => string.Create(CultureInfo.InvariantCulture, $"to{index}");
}
