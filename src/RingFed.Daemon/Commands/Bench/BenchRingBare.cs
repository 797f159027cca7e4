using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Identity;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>
/// As many TLS 1.3 connections as the ring has links, with the silos' certificates on both ends, through which the same
/// payload bytes go as large writes: what a machine's TLS can do at best.
/// </summary>
internal sealed class BenchRingBare(IReadOnlyList<BenchRingBare.Link> links) : IAsyncDisposable
{
    private const int WriteBytes = 1024 * 1024;
    private const int ReadBytes = 256 * 1024;

    /// <param name="Forth">Bytes from the silo that dials.</param>
    /// <param name="Back">Bytes from the other.</param>
    internal sealed record Link(SslStream Dialled, SslStream Accepted, long Forth, long Back);

    public static async Task<BenchRingBare> OpenAsync(BenchRingOptions options, SiloIdentity[] silos, CancellationToken stop)
    {
        List<Link> links = [];
        bool isRelay = options.Exchange == ExchangeKind.Relay;
        for (int silo = 0; silo < (options.Silos == 2 ? 1 : options.Silos); silo++)
        {
            (SslStream dialled, SslStream accepted) = await ConnectAsync(silos[silo], silos[(silo + 1) % silos.Length], stop);
            long forth = isRelay ? options.UpdatesPerSilo * options.ModelBytes : options.ModelBytes;
            links.Add(new Link(dialled, accepted, forth, isRelay && options.Silos > 2 ? 0 : options.ModelBytes));
        }

        return new BenchRingBare(links);
    }

    /// <returns>Seconds until all bytes have come out at the other ends.</returns>
    public async Task<double> RunAsync(TimeProvider time, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        await Task.WhenAll(links.SelectMany(link => (Task[])
        [
            Task.Run(() => WriteAsync(link.Dialled, link.Forth, stop), stop),
            Task.Run(() => ReadAsync(link.Accepted, link.Forth, stop), stop),
            Task.Run(() => WriteAsync(link.Accepted, link.Back, stop), stop),
            Task.Run(() => ReadAsync(link.Dialled, link.Back, stop), stop),
        ]));
        return time.GetElapsedTime(begun).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Link link in links)
        {
            await link.Dialled.DisposeAsync();
            await link.Accepted.DisposeAsync();
        }
    }

    private static async Task WriteAsync(SslStream stream, long bytes, CancellationToken stop)
    {
        byte[] buffer = new byte[WriteBytes];
        for (long left = bytes; left > 0; left -= buffer.Length)
        {
            await stream.WriteAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), stop);
        }
    }

    private static async Task ReadAsync(SslStream stream, long bytes, CancellationToken stop)
    {
        byte[] buffer = new byte[ReadBytes];
        for (long left = bytes; left > 0;)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), stop);
            left -= read > 0 ? read : throw new EndOfStreamException($"a bare TLS connection ended with {left} bytes to come");
        }
    }

    private static async Task<(SslStream Dialled, SslStream Accepted)> ConnectAsync(SiloIdentity dials, SiloIdentity listens, CancellationToken stop)
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(listener.LocalEndPoint!, stop);
        Socket taken = await listener.AcceptAsync(stop);
        taken.NoDelay = true;
        SslStream dialled = new(new NetworkStream(socket, ownsSocket: true));
        SslStream accepted = new(new NetworkStream(taken, ownsSocket: true));
        await Task.WhenAll(
            dialled.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "",
                    ClientCertificateContext = ContextOf(dials),
                    EnabledSslProtocols = SslProtocols.Tls13,
                    RemoteCertificateValidationCallback = Expect(listens),
                },
                stop),
            accepted.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = ContextOf(listens),
                    ClientCertificateRequired = true,
                    EnabledSslProtocols = SslProtocols.Tls13,
                    RemoteCertificateValidationCallback = Expect(dials),
                },
                stop));
        return (dialled, accepted);
    }

    private static SslStreamCertificateContext ContextOf(SiloIdentity silo) =>
        SslStreamCertificateContext.Create(silo.Certificate, silo.Intermediates, offline: true);

    private static RemoteCertificateValidationCallback Expect(SiloIdentity silo) => (_, certificate, _, _) =>
        certificate is X509Certificate2 shown && SpkiDigest.Of(shown) == silo.Key.Digest;
}
