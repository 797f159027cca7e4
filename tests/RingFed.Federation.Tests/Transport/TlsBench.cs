using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Identity;
using RingFed.Federation.Tests.Identity;
using RingFed.Federation.Transport;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

/// <summary>
/// A federation with silos bologna and paris, a listener on loopback, and plain TLS peers that present whatever a test
/// gives them.
/// </summary>
internal sealed class TlsBench : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public TlsBench(TlsLimits? limits = null)
    {
        Bologna = Federation.Enrol("bologna");
        Paris = Federation.Enrol("paris");
        Acceptor = new TlsAcceptor(Federation.Clock, limits);
        Connector = new TlsConnector(Federation.Clock, limits);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
    }

    public TestFederation Federation { get; } = new();

    /// <summary>The silo that listens.</summary>
    public SiloIdentity Bologna { get; }

    /// <summary>The silo that dials.</summary>
    public SiloIdentity Paris { get; }

    public TlsAcceptor Acceptor { get; }

    public TlsConnector Connector { get; }

    public EndPoint EndPoint => listener.LocalEndPoint!;

    public Task<Socket> NextSocketAsync() => listener.AcceptAsync();

    /// <summary>Bologna admits the next connection if it is from paris.</summary>
    public async Task<TlsOutcome> AcceptNextAsync() =>
        await Acceptor.AcceptAsync(await NextSocketAsync(), ["paris"], Bologna, CancellationToken.None);

    public Task<TlsOutcome> DialAsync(SiloIdentity? identity = null, string expected = "bologna") =>
        Connector.ConnectAsync(EndPoint, [expected], identity ?? Paris, CancellationToken.None);

    /// <summary>A good pair still gets through: whatever happened before, the listener is up.</summary>
    public async Task AssertStillAdmitsAsync()
    {
        Task<TlsOutcome> accepting = AcceptNextAsync();
        TlsOutcome dialled = await DialAsync();
        TlsOutcome accepted = await accepting;
        Assert.True(dialled.IsAuthenticated, dialled.Refusal?.ToString());
        Assert.True(accepted.IsAuthenticated, accepted.Refusal?.ToString());
        await dialled.Link.DisposeAsync();
        await accepted.Link.DisposeAsync();
    }

    /// <summary>Dials with any certificate, trusting any server; returns the goodbye it is sent.</summary>
    public async Task<WireFault> DialAsStrangerAsync(X509Certificate2? certificate, SslProtocols protocol = SslProtocols.Tls13)
    {
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)EndPoint);
        await using SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "",
            EnabledSslProtocols = protocol,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        return await ReadGoodbyeAsync(stream);
    }

    /// <summary>Dials without a certificate, reads the goodbye, and goes on sending before it closes.</summary>
    /// <returns>The goodbye, and whether the other end was still there after the last byte.</returns>
    public async Task<(WireFault Goodbye, bool WasHeardOut)> DialAsChattererAsync(Task<TlsOutcome> accepting)
    {
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)EndPoint);
        await using SslStream stream = new(client.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("");
        WireFault goodbye = await ReadGoodbyeAsync(stream);
        for (int i = 0; i < 8; i++)
        {
            await stream.WriteAsync(new byte[4096]);
        }

        return (goodbye, !accepting.IsCompleted);
    }

    /// <summary>Answers the next connection with any certificate, trusting any client; returns the goodbye it is sent.</summary>
    public async Task<WireFault> AnswerAsStrangerAsync(X509Certificate2 certificate, SslProtocols protocol = SslProtocols.Tls13)
    {
        using Socket socket = await NextSocketAsync();
        await using SslStream stream = new(new NetworkStream(socket));
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            ClientCertificateRequired = true,
            EnabledSslProtocols = protocol,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        return await ReadGoodbyeAsync(stream);
    }

    public void Dispose()
    {
        listener.Dispose();
        Bologna.Dispose();
        Paris.Dispose();
        Federation.Dispose();
    }

    private static async Task<WireFault> ReadGoodbyeAsync(SslStream stream)
    {
        Frame frame = (await FrameReader.Over(stream).ReadAsync(CancellationToken.None))!.Value;
        Assert.Equal(FrameType.Goodbye, frame.Type);
        return Goodbye.Decode(frame);
    }
}
