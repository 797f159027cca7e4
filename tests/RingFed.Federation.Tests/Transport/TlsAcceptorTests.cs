using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Tests.Identity;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

public sealed class TlsAcceptorTests
{
    public static readonly TheoryData<string, WireFaultCode, string> Strangers = TlsStrangers.All;

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_dialling_stranger_is_refused_with_one_reason_on_both_sides(string kind, WireFaultCode code, string sentence)
    {
        using TlsBench bench = new();
        using X509Certificate2 certificate = TlsStrangers.Make(bench.Federation, kind, "paris", TestFederation.ServerUse);

        Task<TlsOutcome> accepting = bench.AcceptNextAsync();
        WireFault heard = await bench.DialAsStrangerAsync(certificate);
        TlsOutcome accepted = await accepting;

        Assert.False(accepted.IsAuthenticated);
        Assert.Equal((code, false), (accepted.Refusal.Fault.Code, accepted.Refusal.ByPeer));
        Assert.Contains(sentence, accepted.Refusal.Fault.Sentence, StringComparison.Ordinal);
        Assert.Equal(accepted.Refusal.Fault, heard);
        await bench.AssertStillAdmitsAsync();
    }

    [Fact]
    public async Task A_silo_that_was_removed_reads_on_both_sides_that_it_was()
    {
        using TlsBench bench = new();
        TlsAcceptor acceptor = new(bench.Federation.Clock, removal: silo => silo == "paris" ? "paris was removed with epoch 3" : null);

        Task<TlsOutcome> dialling = bench.DialAsync();
        TlsOutcome accepted = await acceptor.AcceptAsync(await bench.NextSocketAsync(), ["berlin"], bench.Bologna, CancellationToken.None);

        WireFault fault = new(WireFaultCode.WrongSilo, "paris was removed with epoch 3");
        Assert.Equal((fault, false), (accepted.Refusal!.Fault, accepted.Refusal.ByPeer));
        Assert.Equal((fault, true), ((await dialling).Refusal!.Fault, (await dialling).Refusal!.ByPeer));
    }

    [Fact]
    public async Task A_peer_without_a_certificate_is_refused_with_that_reason_on_both_sides()
    {
        using TlsBench bench = new();
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();
        WireFault heard = await bench.DialAsStrangerAsync(certificate: null);

        Assert.Equal(new WireFault(WireFaultCode.CertificateRefused, "no certificate was presented"), heard);
        Assert.Equal(heard, (await accepting).Refusal?.Fault);
        await bench.AssertStillAdmitsAsync();
    }

    [Fact]
    public async Task A_refused_peer_that_is_still_sending_is_heard_out_so_that_no_reset_overtakes_the_reason()
    {
        using TlsBench bench = new();
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();
        (WireFault heard, bool wasHeardOut) = await bench.DialAsChattererAsync(accepting);

        Assert.True(wasHeardOut);
        Assert.Equal(heard, (await accepting).Refusal?.Fault);
    }

    [Fact]
    public async Task Older_tls_is_refused_inside_the_handshake_and_the_reason_is_known_here()
    {
        using TlsBench bench = new();
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();
        using X509Certificate2 certificate = bench.Federation.Forge();
        await Assert.ThrowsAnyAsync<Exception>(() => bench.DialAsStrangerAsync(certificate, SslProtocols.Tls12));

        TlsOutcome accepted = await accepting;
        Assert.Equal(WireFaultCode.TlsFailed, accepted.Refusal?.Fault.Code);
        Assert.Contains("TLS 1.3 only", accepted.Refusal!.Fault.Sentence, StringComparison.Ordinal);
        await bench.AssertStillAdmitsAsync();
    }

    [Fact]
    public async Task Bytes_that_are_not_tls_and_an_early_close_are_refused()
    {
        using TlsBench bench = new();
        foreach (byte[] bytes in new[] { "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [] })
        {
            Task<TlsOutcome> accepting = bench.AcceptNextAsync();
            using (Socket peer = new(SocketType.Stream, ProtocolType.Tcp))
            {
                await peer.ConnectAsync(bench.EndPoint);
                await peer.SendAsync(bytes);
            }

            Assert.Equal(WireFaultCode.TlsFailed, (await accepting).Refusal?.Fault.Code);
        }

        await bench.AssertStillAdmitsAsync();
    }

    [Fact]
    public async Task A_silent_peer_holds_a_slot_no_longer_than_the_handshake_may_take()
    {
        using TlsBench bench = new();
        using Socket peer = new(SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(bench.EndPoint);
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();
        await bench.Federation.Clock.WaitForTimerAsync();

        bench.Federation.Clock.Advance(WireCaps.HandshakeTimeMax - TimeSpan.FromTicks(1));
        Assert.False(accepting.IsCompleted);
        bench.Federation.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(
            new WireFault(WireFaultCode.TimedOut, "no handshake within 10 s"), (await accepting).Refusal?.Fault);
        await bench.AssertStillAdmitsAsync();
    }

    [Fact]
    public async Task A_connection_beyond_the_cap_takes_the_place_of_the_one_that_waited_longest()
    {
        using TlsBench bench = new(new TlsLimits { HandshakesMax = 1 });
        using Socket silent = new(SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(bench.EndPoint);
        Task<TlsOutcome> holding = bench.AcceptNextAsync();
        await bench.Federation.Clock.WaitForTimerAsync();

        await bench.AssertStillAdmitsAsync();

        TlsOutcome displaced = await holding;
        Assert.Equal(
            new WireFault(WireFaultCode.Busy, "1 newer handshakes came before this one was done"), displaced.Refusal?.Fault);
        Assert.True(displaced.Refusal!.Fault.RetryCanHelp);
        Assert.Equal(0, await silent.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task Giving_up_closes_the_socket_and_frees_the_slot()
    {
        using TlsBench bench = new(new TlsLimits { HandshakesMax = 1 });
        using Socket peer = new(SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(bench.EndPoint);
        using CancellationTokenSource stop = new();
        Task<TlsOutcome> accepting =
            bench.Acceptor.AcceptAsync(await bench.NextSocketAsync(), ["paris"], bench.Bologna, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting);
        Assert.Equal(0, await peer.ReceiveAsync(new byte[1]));
        await bench.AssertStillAdmitsAsync();
    }
}
