using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Commands;
using RingFed.Federation.Wire;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>
/// Every wrong certificate against a live daemon, both dialling it and answering its dials. The daemon is the second silo
/// of three; the test plays the other two.
/// </summary>
public sealed class CertificateMatrixTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly (string Kind, WireFaultCode Code, string Sentence)[] Strangers =
    [
        ("expired", WireFaultCode.CertificateRefused, "expired on"),
        ("not yet valid", WireFaultCode.CertificateRefused, "is not valid before"),
        ("foreign authority", WireFaultCode.CertificateRefused, "was issued by another authority"),
        ("self-signed", WireFaultCode.CertificateRefused, "is self-signed"),
        ("revoked", WireFaultCode.CertificateRefused, "was revoked on"),
        ("wrong silo", WireFaultCode.WrongSilo, "certificate belongs to silo atlantis, expected"),
        ("wrong federation", WireFaultCode.WrongFederation, "ringfed://elsewhere/"),
        ("wrong usage", WireFaultCode.CertificateRefused, "may not be used as a TLS"),
        ("key not in the topology", WireFaultCode.CertificateRefused, ", the topology lists sha256:"),
        ("TLS 1.2", WireFaultCode.TlsFailed, "RingFed speaks TLS 1.3 only"),
    ];

    [Fact]
    public async Task Every_wrong_certificate_is_refused_with_its_reason_on_both_sides_and_the_daemon_goes_on()
    {
        await using SmallFederation federation = new(silos: 3, rounds: 2);
        (DemoSilo before, DemoSilo silo, DemoSilo after) = (federation.Silos[0], federation.Silos[1], federation.Silos[2]);
        await RevokeAsync(before, silo);
        federation.Start(silo);
        await federation.UntilAsync(silo, _ => true);

        await Task.WhenAll(
            DialAsync(before, silo, [("none", WireFaultCode.CertificateRefused, "no certificate was presented"), .. Strangers]),
            AnswerAsync(before, silo, Strangers[..5]),
            AnswerAsync(after, silo, Strangers[5..]));

        await RenewAsync(before);
        federation.Start(before);
        federation.Start(after);
        DaemonStatus[] statuses = await federation.UntilAllAsync(status => status.Session.Closed == status.Session.RoundsTotal - 1);
        Assert.Single(statuses.Select(status => status.Session.Recent[^1].AggregateDigest).Distinct());
    }

    /// <summary>Dials the daemon with one stranger after the other.</summary>
    private static async Task DialAsync(DemoSilo played, DemoSilo silo, IEnumerable<(string Kind, WireFaultCode Code, string Sentence)> strangers)
    {
        foreach ((string kind, WireFaultCode code, string sentence) in strangers)
        {
            using X509Certificate2? certificate = new StrangerCertificates(played).Make(kind, isClient: true);
            TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, silo.Port);
            await ExpectRefusalAsync(client.GetStream(), kind, code, sentence, stream => stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "",
                EnabledSslProtocols = ProtocolOf(kind),
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            }));
            await UntilLoggedAsync(silo, "refused a connection from 127.0.0.1", sentence);
        }
    }

    /// <summary>Answers the daemon's dials to this silo with one stranger after the other.</summary>
    private static async Task AnswerAsync(DemoSilo played, DemoSilo silo, IEnumerable<(string Kind, WireFaultCode Code, string Sentence)> strangers)
    {
        using TcpListener listener = new(IPAddress.Loopback, played.Port);
        listener.Start();
        foreach ((string kind, WireFaultCode code, string sentence) in strangers)
        {
            using X509Certificate2 certificate = new StrangerCertificates(played).Make(kind, isClient: false)!;
            Socket socket = await listener.AcceptSocketAsync().WaitAsync(Patience);
            await ExpectRefusalAsync(new NetworkStream(socket, ownsSocket: true), kind, code, sentence, stream => stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
                ClientCertificateRequired = true,
                EnabledSslProtocols = ProtocolOf(kind),
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            }));
            await UntilLoggedAsync(silo, $"dialling {played.Id} at 127.0.0.1:{played.Port} failed", sentence);
        }
    }

    private static SslProtocols ProtocolOf(string kind) => kind == "TLS 1.2" ? SslProtocols.Tls12 : SslProtocols.Tls13;

    /// <summary>What the stranger sees: a goodbye with the daemon's own sentence, or, of another TLS, only that it failed.</summary>
    private static async Task ExpectRefusalAsync(
        NetworkStream connection, string kind, WireFaultCode code, string sentence, Func<SslStream, Task> authenticate)
    {
        // Closed at the end, because the daemon waits for that, so that its reason is read, before it logs.
        await using SslStream stream = new(connection);
        if (code == WireFaultCode.TlsFailed)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => authenticate(stream).WaitAsync(Patience));
            return;
        }

        await authenticate(stream).WaitAsync(Patience);
        Frame? frame = await FrameReader.Over(stream).ReadAsync(CancellationToken.None).AsTask().WaitAsync(Patience);
        Assert.True(frame?.Type == FrameType.Goodbye, $"{kind}: {frame?.Type.ToString() ?? "the end"} came in place of a goodbye");
        WireFault fault = Goodbye.Decode(frame!.Value);
        Assert.True(fault.Code == code && fault.Sentence.Contains(sentence, StringComparison.Ordinal), $"{kind}: {fault}");
    }

    private static async Task UntilLoggedAsync(DemoSilo silo, string what, string sentence)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!SmallFederation.LogOf(silo).Split('\n').Any(line =>
            line.Contains(what, StringComparison.Ordinal) && line.Contains(sentence, StringComparison.Ordinal)))
        {
            Assert.False(patience.IsCancellationRequested, $"no line with '{what}' and '{sentence}':{Environment.NewLine}{SmallFederation.LogOf(silo)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    private static string AuthorityOf(DemoSilo silo) => Path.Combine(silo.Folder, "..", DemoFederation.AuthorityFolder);

    /// <summary>The authority takes the one silo's certificate back and gives the other the list.</summary>
    private static async Task RevokeAsync(DemoSilo revoked, DemoSilo told)
    {
        Invocation revoke = await Invocation.RunAsync("ca", "revoke", revoked.Id, "--reason", "KeyCompromise", "--dir", AuthorityOf(revoked));
        Assert.True(revoke.ExitCode == ExitCodes.Success, revoke.Error);
        File.WriteAllText(told.SiloFile, File.ReadAllText(told.SiloFile).Replace(
            "identity:\n", $"identity:\n  revoked: {Path.Combine(AuthorityOf(revoked), "authority.crl.pem")}\n", StringComparison.Ordinal));
    }

    /// <summary>A new certificate for the same key: revocation is of certificates.</summary>
    private static async Task RenewAsync(DemoSilo silo)
    {
        Invocation sign = await Invocation.RunAsync(
            "ca", "sign", Path.Combine(silo.Folder, $"{silo.Id}.csr.pem"), "--dir", AuthorityOf(silo), "--out", Path.Combine(silo.Folder, $"{silo.Id}.cert.pem"));
        Assert.True(sign.ExitCode == ExitCodes.Success, sign.Error);
    }
}
