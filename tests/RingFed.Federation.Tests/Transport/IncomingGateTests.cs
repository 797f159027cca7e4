using System.Net;
using System.Net.Sockets;
using RingFed.Federation.Tests.Identity;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

public sealed class IncomingGateTests
{
    private readonly ManualClock clock = new();
    private readonly LineLog<IncomingGate> log = new();
    private readonly IncomingGate gate;

    public IncomingGateTests() => gate = new IncomingGate(clock, log);

    [Fact]
    public void A_flood_of_refusals_takes_few_lines_of_the_log_and_is_counted()
    {
        for (int i = 0; i < 1000; i++)
        {
            gate.Refused("192.0.2.66:1", "no certificate was presented");
        }

        Assert.Equal(31, log.Lines.Count);
        Assert.Equal("30 connections were refused within a minute; the next ones are counted and not logged", log.Lines.Last());

        clock.Advance(TimeSpan.FromMinutes(1));
        gate.Refused("192.0.2.7:1", "expired");

        Assert.Equal(
            ["970 more connections were refused and not logged", "refused a connection from 192.0.2.7:1: expired"], log.Lines.Skip(31));
    }

    [Fact]
    public void A_silo_that_opens_links_in_a_loop_is_told_so_and_another_is_not()
    {
        WireFault?[] judged = [.. Enumerable.Range(0, WireCaps.LinksBurst + 1).Select(_ => gate.Judge(2, "paris"))];

        Assert.All(judged[..^1], Assert.Null);
        Assert.Equal(new WireFault(WireFaultCode.Busy, "paris opens links again and again; it may open 1 a second"), judged[^1]);
        Assert.Null(gate.Judge(1, "bologna"));
    }

    [Fact]
    public async Task An_address_that_opens_too_many_connections_is_reset_before_they_cost_anything()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        for (int i = 0; i < WireCaps.ConnectionsBurst; i++)
        {
            using Socket early = new(SocketType.Stream, ProtocolType.Tcp);
            await early.ConnectAsync(listener.LocalEndpoint);
            using Socket accepted = await listener.AcceptSocketAsync();
            Assert.True(gate.Admits(accepted));
        }

        using Socket late = new(SocketType.Stream, ProtocolType.Tcp);
        await late.ConnectAsync(listener.LocalEndpoint);
        Assert.False(gate.Admits(await listener.AcceptSocketAsync()));

        SocketException reset = await Assert.ThrowsAsync<SocketException>(async () => await late.ReceiveAsync(new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }
}
