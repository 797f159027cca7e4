using System.Net;
using System.Net.Sockets;
using RingFed.Federation.Identity;
using RingFed.Federation.Tests.Identity;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

public sealed class RingDoorTests : IDisposable
{
    private readonly TestFederation federation = new("door", new ManualClock());
    private readonly SiloIdentity identity;
    private readonly RingDoor door;

    public RingDoorTests()
    {
        identity = federation.Enrol("a");
        door = new RingDoor(new SessionOptions
        {
            Topology = new FederationTopology
            {
                Federation = "door",
                Epoch = 1,
                Silos = [Self("a", 1)],
                Model = new ModelSettings { Kind = "artificial", SchemaPath = "schema.yaml", Seed = 1 },
            },
            Identity = identity,
            StateDirectory = "unused",
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
        });
    }

    public void Dispose()
    {
        door.Dispose();
        identity.Dispose();
        federation.Dispose();
    }

    [Fact]
    public async Task Who_dials_between_two_sessions_is_accepted_by_the_next()
    {
        door.Open(Self("a", 1));
        using Socket peer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(door.Address!);

        Socket again = door.Open(Self("a", 2))!;

        using Socket accepted = await again.AcceptAsync();
        Assert.Equal(peer.LocalEndPoint, accepted.RemoteEndPoint);
    }

    [Fact]
    public void A_silo_that_only_dials_from_now_on_closes_its_port()
    {
        door.Open(Self("a", 1));

        Assert.Null(door.Open(Self("a", null)));
        Assert.Null(door.Address);
    }

    private SiloEntry Self(string id, int? port) =>
        new(id, port is { } known ? new SiloAddress("127.0.0.1", known) : null, identity.Key.Digest);
}
