using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

/// <summary>Dialling through an HTTP proxy, and silos that only dial.</summary>
public sealed class TlsProxyTests
{
    private const int Parameters = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tunnel_carries_the_same_authenticated_link_as_a_direct_dial(bool awkward)
    {
        using TlsBench bench = new();
        await using ConnectProxy proxy = new() { IsAwkward = awkward };
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();

        TlsOutcome dialled = await ConnectorOver(bench, proxy).ConnectAsync(bench.EndPoint, ["bologna"], bench.Paris, default);

        await using AuthenticatedStream link = dialled.Link ?? throw new InvalidOperationException(dialled.Refusal!.ToString());
        await using AuthenticatedStream accepted = (await accepting).Link!;
        Assert.Equal(("bologna", "paris"), (link.PeerSilo, accepted.PeerSilo));
        Assert.Equal([bench.EndPoint.ToString()!], proxy.Targets);
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope", "answered 403 Forbidden; have it allow CONNECT to")]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "answered 407 Proxy Authentication Required; it asks for credentials, which RingFed does not send")]
    [InlineData("HTTP/1.0 502 \r\n\r\n", "answered 502; it may not reach")]
    [InlineData("HTTP/1.1 302 F\u001bound\r\n\r\n", "answered 302 F ound;")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "does not answer in HTTP/1.1; check host and port")]
    [InlineData("HTTP/1.1 ok\r\n\r\n", "does not answer in HTTP/1.1")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhello", "sent bytes ahead of the tunnel's")]
    [InlineData("HTTP/1.1 200 OK\r\nServer: ", "closed the connection without an answer")]
    [InlineData("", "closed the connection without an answer")]
    public async Task A_proxy_that_does_not_open_a_tunnel_is_named_with_its_reason_and_what_to_do(string answer, string sentence)
    {
        using TlsBench bench = new();
        await using ConnectProxy proxy = new() { Answer = answer };

        TlsOutcome dialled = await ConnectorOver(bench, proxy).ConnectAsync(bench.EndPoint, ["bologna"], bench.Paris, default);

        Assert.Equal((WireFaultCode.ProxyRefused, false), (dialled.Refusal!.Fault.Code, dialled.Refusal.ByPeer));
        Assert.StartsWith($"the proxy {proxy.Address} {sentence}", dialled.Refusal.Fault.Sentence, StringComparison.Ordinal);
        Assert.True(dialled.Refusal.Fault.RetryCanHelp);
    }

    [Fact]
    public async Task Headers_beyond_the_cap_are_not_buffered()
    {
        using TlsBench bench = new();
        await using ConnectProxy proxy = new() { Answer = "HTTP/1.1 200 OK\r\nX: " + new string('x', 2 * WireCaps.ProxyAnswerBytesMax) };

        TlsOutcome dialled = await ConnectorOver(bench, proxy).ConnectAsync(bench.EndPoint, ["bologna"], bench.Paris, default);

        Assert.Contains($"more than {WireCaps.ProxyAnswerBytesMax} bytes of headers", dialled.Refusal!.Fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_turns_the_tunnel_elsewhere_is_found_out_by_the_certificate()
    {
        using TlsBench bench = new();
        await using ConnectProxy proxy = new();
        using var berlin = bench.Federation.Enrol("berlin");
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();

        TlsOutcome dialled = await ConnectorOver(bench, proxy).ConnectAsync(bench.EndPoint, ["berlin"], bench.Paris, default);

        Assert.Equal(WireFaultCode.WrongSilo, dialled.Refusal!.Fault.Code);
        await accepting;
    }

    [Fact]
    public async Task A_ring_with_a_silo_that_only_dials_and_does_so_through_a_proxy_closes_its_rounds_and_the_proxy_reads_nothing()
    {
        await using ConnectProxy proxy = new();
        using LoopbackRing ring = new(silos: 3, rounds: 2) { Adjust = (silo, options) => silo == 1 ? options with { Proxy = proxy.Address } : options };
        SiloEntry[] roster = [.. ring.Topology.Silos];
        roster[1] = roster[1] with { Address = null };
        FederationTopology topology = ring.Topology with { Silos = roster };
        ArtificialWorker[] workers = [new(0, Parameters), new(1, Parameters), new(2, Parameters)];
        RunningSilo[] silos = [.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker, topology))];

        SessionEnd[] ends = await Task.WhenAll(silos.Select(silo => silo.End)).WaitAsync(Patience);

        Assert.All(ends, end => Assert.Equal(SessionEnding.Completed, end.Ending));
        Assert.Null(silos[1].Driver.BoundPort);
        Assert.Equal(new[] { 0, 2 }.Select(peer => roster[peer].Address!.ToString()).Order(), proxy.Targets.Distinct().Order());
        Assert.DoesNotContain(proxy.Seen, bytes => bytes.AsSpan().IndexOf("RngF"u8) >= 0);
        Array.ForEach(silos, silo => silo.Dispose());
    }

    [Fact]
    public async Task A_name_is_resolved_when_it_is_dialled()
    {
        using TlsBench bench = new();
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();
        SiloAddress byName = new("localhost", ((System.Net.IPEndPoint)bench.EndPoint).Port);
        Assert.IsType<System.Net.DnsEndPoint>(byName.ToEndPoint());

        TlsOutcome dialled = await bench.Connector.ConnectAsync(byName.ToEndPoint(), ["bologna"], bench.Paris, default);

        Assert.True(dialled.IsAuthenticated, dialled.Refusal?.ToString());
        await dialled.Link.DisposeAsync();
        await (await accepting).Link!.DisposeAsync();
    }

    private static TlsConnector ConnectorOver(TlsBench bench, ConnectProxy proxy) =>
        new(bench.Federation.Clock, proxy: proxy.Address);
}
