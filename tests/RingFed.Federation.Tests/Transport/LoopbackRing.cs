using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RingFed.Federation.Identity;
using RingFed.Federation.Ring;
using RingFed.Federation.Tests.Identity;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

/// <summary>A federation of drivers on loopback with real certificates, sockets and disks; ports are the system's choice.</summary>
internal sealed class LoopbackRing : IDisposable
{
    private readonly TestFederation federation = new("loopback", new ManualClock());
    private readonly Socket?[] listeners;
    private readonly int[] ports;

    /// <param name="spare">Silos that are enrolled and listen, and are not in the roster.</param>
    public LoopbackRing(int silos, int rounds, UpdateCodec codec = UpdateCodec.Float32, string rule = "auto",
        ExchangeKind kind = ExchangeKind.Relay, int spare = 0)
    {
        Identities = [.. Enumerable.Range(0, silos + spare).Select(silo => federation.Enrol($"silo-{silo}"))];
        listeners = [.. Identities.Select(_ => Listen(0))];
        ports = [.. listeners.Select(listener => ((IPEndPoint)listener!.LocalEndPoint!).Port)];
        Topology = new FederationTopology
        {
            Federation = "loopback",
            Epoch = 1,
            Silos = [.. Enumerable.Range(0, silos).Select(EntryOf)],
            Exchange = new ExchangeSettings { Kind = kind, Rounds = rounds, Codec = codec },
            Aggregation = new AggregationSettings { Rule = rule },
            Model = new ModelSettings { Kind = "artificial", SchemaPath = "schema.yaml", Seed = 1 },
        };
    }

    /// <summary>All silos' disk.</summary>
    public PatientDisk Disk { get; } = new(TimeProvider.System, NullLogger<PatientDisk>.Instance);

    /// <summary>What a test changes in a silo's options.</summary>
    public Func<int, SessionOptions, SessionOptions> Adjust { get; init; } = (_, options) => options;

    public SiloIdentity[] Identities { get; }

    public FederationTopology Topology { get; }

    public SiloEntry EntryOf(int silo) => new(Identities[silo].Silo, new SiloAddress("127.0.0.1", ports[silo]), Identities[silo].Key.Digest);

    public string StateOf(int silo) => federation.PathOf($"state-{silo}");

    /// <summary>A driver for the silo; the next one for the same silo listens on the same port and finds the same state.</summary>
    public SessionDriver Driver(int silo, IRoundWorker worker, FederationTopology? topology = null)
    {
        Socket listener = Interlocked.Exchange(ref listeners[silo], null) ?? Listen(ports[silo]);
        SessionOptions options = Options(silo, 0, topology) with { Listener = listener };
        return new SessionDriver(Adjust(silo, options), worker, Disk, TimeProvider.System, NullLogger<SessionDriver>.Instance);
    }

    public SessionOptions Options(int silo, int listenOn, FederationTopology? topology = null) => new()
    {
        Topology = topology ?? Topology,
        Identity = Identities[silo],
        StateDirectory = StateOf(silo),
        Listen = new IPEndPoint(IPAddress.Loopback, listenOn),
        ChunkBytes = 16 * 1024,
        RedialMin = TimeSpan.FromMilliseconds(20),
        RedialMax = TimeSpan.FromMilliseconds(200),
        Linger = TimeSpan.FromSeconds(20),
        Threads = 1,
    };

    public void Dispose()
    {
        foreach (Socket? listener in listeners)
        {
            listener?.Dispose();
        }

        foreach (SiloIdentity identity in Identities)
        {
            identity.Dispose();
        }

        federation.Dispose();
    }

    private static Socket Listen(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen();
        return socket;
    }
}
