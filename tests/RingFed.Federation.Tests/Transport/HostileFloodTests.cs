using System.Net;
using System.Net.Sockets;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

/// <summary>
/// Whoever opens connections and does nothing with them holds nothing: neither handshakes, nor sockets, nor a neighbour.
/// Strangers come from 127.0.0.66, neighbours from 127.0.0.1.
/// </summary>
public sealed class HostileFloodTests
{
    private const int Parameters = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Strangers => ["silent", "dribbles a handshake", "sends garbage"];

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_flood_from_one_address_keeps_no_neighbour_out(string kind)
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);

        // The neighbour only dials, so that it has to come in through the flooded door.
        FederationTopology topology = ring.Topology with { Silos = [ring.Topology.Silos[0], ring.Topology.Silos[1] with { Address = null }] };
        using RunningSilo first = new(ring, 0, new ArtificialWorker(0, Parameters), topology);
        List<Socket> flood = await FloodAsync(ring, kind, connections: 200);
        Task<bool>[] ends = [.. flood.Select(EndsAsync)];

        using RunningSilo second = new(ring, 1, new ArtificialWorker(1, Parameters), topology);
        await first.Driver.UntilAsync(status => status.Links[0].UpSince is not null || status.Closed >= 0);

        // It did not have to wait for their time to run out.
        Assert.True(kind == "sends garbage" || !Array.TrueForAll(ends, end => end.IsCompleted));
        Assert.Equal(SessionEnding.Completed, (await first.End.WaitAsync(Patience)).Ending);
        Assert.Equal(SessionEnding.Completed, (await second.End.WaitAsync(Patience)).Ending);
        flood.ForEach(stranger => stranger.Dispose());
    }

    [Fact]
    public async Task Of_many_silent_connections_only_the_newest_few_are_held()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters));
        const int Opened = WireCaps.ConnectionsBurst + 40;
        List<Socket> flood = await FloodAsync(ring, "silent", Opened);

        // The rest are closed or reset without a byte having been sent; each of these waits ends with that.
        Task<bool>[] ends = [.. flood.Select(EndsAsync)];
        while (ends.Count(end => end.IsCompleted) < Opened - WireCaps.HandshakesMax)
        {
            await Task.WhenAny(ends.Where(end => !end.IsCompleted)).WaitAsync(Patience);
        }

        await silo.StopAsync();
        Assert.All(await Task.WhenAll(ends).WaitAsync(Patience), Assert.True);
        flood.ForEach(stranger => stranger.Dispose());
    }

    [Fact]
    public async Task A_neighbour_that_opens_links_in_a_loop_is_told_to_wait_and_the_others_keep_theirs()
    {
        using LoopbackRing ring = new(silos: 3, rounds: 1);
        using RunningSilo first = new(ring, 0, new ArtificialWorker(0, Parameters));
        using RunningSilo second = new(ring, 1, new ArtificialWorker(1, Parameters));
        await first.Driver.UntilAsync(status => status.Links.Any(link => link.Peer == "silo-1" && link.UpSince is not null));
        int links = 0;
        while (!await IsToldToWaitAsync(ring))
        {
            Assert.InRange(++links, 1, 10 * WireCaps.LinksBurst);
        }

        Assert.Contains(first.Driver.Status.Links, link => link.Peer == "silo-1" && link.UpSince is not null);

        using RunningSilo third = new(ring, 2, new ArtificialWorker(2, Parameters));
        foreach (RunningSilo silo in (RunningSilo[])[first, second, third])
        {
            Assert.Equal(SessionEnding.Completed, (await silo.End.WaitAsync(Patience)).Ending);
        }
    }

    private static async Task<bool> IsToldToWaitAsync(LoopbackRing ring)
    {
        await using RawNeighbour looping = await RawNeighbour.DialAsync(ring);
        return await looping.Reader.ReadAsync(default) is { Type: FrameType.Goodbye } goodbye
            && Goodbye.Decode(goodbye) is { Code: WireFaultCode.Busy } busy
            && busy.Sentence == "silo-2 opens links again and again; it may open 1 a second";
    }

    private static async Task<List<Socket>> FloodAsync(LoopbackRing ring, string kind, int connections)
    {
        List<Socket> flood = [];
        IPEndPoint target = new(IPAddress.Loopback, ring.Topology.Silos[0].Address!.Port);
        for (int i = 0; i < connections; i++)
        {
            Socket stranger = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            stranger.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.66"), 0));
            flood.Add(stranger);
            await IgnoringResetAsync(async () =>
            {
                await stranger.ConnectAsync(target);
                await stranger.SendAsync(OpeningOf(kind));
            });
        }

        return flood;
    }

    /// <summary>A TLS record that says 512 bytes follow, and the first of them; or something else altogether.</summary>
    private static byte[] OpeningOf(string kind) => kind switch
    {
        "silent" => [],
        "dribbles a handshake" => [0x16, 3, 1, 2, 0, 1],
        _ => "GET / HTTP/1.1\r\n\r\n"u8.ToArray(),
    };

    /// <returns>True: nothing came before the end.</returns>
    private static async Task<bool> EndsAsync(Socket stranger)
    {
        int read = 0;
        await IgnoringResetAsync(async () => read = await stranger.ReceiveAsync(new byte[1]));
        return read == 0;
    }

    private static async Task IgnoringResetAsync(Func<Task> talk)
    {
        try
        {
            await talk();
        }
        catch (SocketException)
        {
            return;
        }
    }
}
