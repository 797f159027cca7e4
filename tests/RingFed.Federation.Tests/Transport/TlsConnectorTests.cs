using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Tests.Identity;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

public sealed class TlsConnectorTests
{
    public static readonly TheoryData<string, WireFaultCode, string> Strangers = TlsStrangers.All;

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task An_answering_stranger_is_refused_with_one_reason_on_both_sides(string kind, WireFaultCode code, string sentence)
    {
        using TlsBench bench = new();
        using X509Certificate2 certificate = TlsStrangers.Make(bench.Federation, kind, "bologna", TestFederation.ClientUse);

        Task<WireFault> hearing = bench.AnswerAsStrangerAsync(certificate);
        TlsOutcome dialled = await bench.DialAsync();

        Assert.False(dialled.IsAuthenticated);
        Assert.Equal((code, false), (dialled.Refusal.Fault.Code, dialled.Refusal.ByPeer));
        Assert.Contains(sentence, dialled.Refusal.Fault.Sentence, StringComparison.Ordinal);
        Assert.Equal(dialled.Refusal.Fault, await hearing);
    }

    [Fact]
    public async Task A_silo_that_the_other_end_does_not_expect_reads_why()
    {
        using TlsBench bench = new();
        using var berlin = bench.Federation.Enrol("berlin");
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();

        TlsOutcome dialled = await bench.DialAsync(berlin);

        WireFault fault = new(WireFaultCode.WrongSilo, "certificate belongs to silo berlin, expected paris");
        Assert.Equal(new TlsRefusal(fault, ByPeer: true), dialled.Refusal);
        Assert.Equal(new TlsRefusal(fault, ByPeer: false), (await accepting).Refusal);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_said_to_be_one()
    {
        using TlsBench bench = new();
        TlsConnector connector = new(bench.Federation.Clock);

        // RFC 6761: names below .invalid never resolve.
        TlsOutcome dialled = await connector.ConnectAsync(new DnsEndPoint("nowhere.invalid", 7443), ["bologna"], bench.Paris, CancellationToken.None);

        Assert.Equal(WireFaultCode.Unreachable, dialled.Refusal!.Fault.Code);
        Assert.Contains("the name is not resolved", dialled.Refusal.Fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_with_another_key_than_the_listed_one_reads_why()
    {
        using TlsBench bench = new();
        TlsConnector connector = new(bench.Federation.Clock, listedKey: _ => bench.Paris.Key.Digest);
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();

        TlsOutcome dialled = await connector.ConnectAsync(bench.EndPoint, ["bologna"], bench.Paris, CancellationToken.None);

        Assert.Equal((WireFaultCode.CertificateRefused, false), (dialled.Refusal!.Fault.Code, dialled.Refusal.ByPeer));
        Assert.Contains(bench.Bologna.Key.Digest.ToString(), dialled.Refusal.Fault.Sentence);
        Assert.Contains(bench.Paris.Key.Digest.ToString(), dialled.Refusal.Fault.Sentence);
        Assert.Equal(new TlsRefusal(dialled.Refusal.Fault, ByPeer: true), (await accepting).Refusal);
    }

    [Fact]
    public async Task A_certificate_that_ends_between_load_and_dial_is_refused_on_both_sides()
    {
        using TlsBench bench = new();
        using var shortLived = bench.Federation.Enrol("paris", days: 1);
        bench.Federation.Clock.Advance(TimeSpan.FromDays(2));
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();

        TlsOutcome dialled = await bench.DialAsync(shortLived);

        Assert.True(dialled.Refusal!.ByPeer);
        Assert.Contains("expired on 2026-11-22", dialled.Refusal.Fault.Sentence, StringComparison.Ordinal);
        Assert.Equal(dialled.Refusal.Fault, (await accepting).Refusal?.Fault);
    }

    [Fact]
    public async Task Two_federations_under_one_name_refuse_each_other()
    {
        using TlsBench bench = new();
        using TestFederation other = new("hemato-eu", bench.Federation.Clock);
        using var paris = other.Enrol("paris");
        Task<TlsOutcome> accepting = bench.AcceptNextAsync();

        TlsOutcome dialled = await bench.DialAsync(paris);

        Assert.Contains("another authority", dialled.Refusal!.Fault.Sentence, StringComparison.Ordinal);
        Assert.Contains("another authority", (await accepting).Refusal!.Fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_older_tls_is_refused()
    {
        using TlsBench bench = new();
        using X509Certificate2 certificate = bench.Federation.Forge("ringfed://hemato-eu/bologna");
        Task<WireFault> answering = bench.AnswerAsStrangerAsync(certificate, SslProtocols.Tls12);

        TlsOutcome dialled = await bench.DialAsync();

        Assert.Equal(WireFaultCode.TlsFailed, dialled.Refusal?.Fault.Code);
        await Assert.ThrowsAnyAsync<Exception>(() => answering);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable_and_may_be_dialled_again()
    {
        using TlsBench bench = new();
        using Socket unused = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        TlsOutcome dialled = await bench.Connector.ConnectAsync(
            unused.LocalEndPoint!, ["bologna"], bench.Paris, CancellationToken.None);

        Assert.Equal(WireFaultCode.Unreachable, dialled.Refusal?.Fault.Code);
        Assert.True(dialled.Refusal!.Fault.RetryCanHelp);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_in_time()
    {
        using TlsBench bench = new();
        Task<TlsOutcome> dialling = bench.DialAsync();
        using Socket silent = await bench.NextSocketAsync();
        await bench.Federation.Clock.WaitForTimerAsync();

        bench.Federation.Clock.Advance(WireCaps.HandshakeTimeMax);

        Assert.Equal(WireFaultCode.TimedOut, (await dialling).Refusal?.Fault.Code);
    }
}
