using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using RingFed.Federation.Identity;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Transport;

/// <summary>Dials other silos.</summary>
/// <param name="time">Judges certificates and bounds handshakes.</param>
/// <param name="listedKey">Key that the topology lists for a silo; without it any key that the authority certified is good.</param>
/// <param name="proxy">HTTP proxy through which to dial; null dials directly.</param>
public sealed class TlsConnector(
    TimeProvider time, TlsLimits? limits = null, Func<string, SpkiDigest?>? listedKey = null, SiloAddress? proxy = null)
{
    private readonly ProxyTunnel? tunnel = proxy is null ? null : new ProxyTunnel(proxy);

    /// <summary>Connects, authenticates both sides, and lets in only one of the expected silos.</summary>
    /// <param name="endpoint">Address, or a name that is resolved now.</param>
    /// <param name="expectedSilos">Usually one: the neighbour that the topology has at this address.</param>
    /// <param name="identity">Read anew at every call, so that a renewed certificate is used at the next dial.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<TlsOutcome> ConnectAsync(
        EndPoint endpoint,
        IReadOnlyCollection<string> expectedSilos,
        SiloIdentity identity,
        CancellationToken cancellationToken)
    {
        TlsPeerJudge judge = new(identity, expectedSilos, CertificateUse.Server, time, listedKey);
        SslClientAuthenticationOptions options = TlsOptionSets.ForClient(identity, judge);
        return new TlsHandshake(judge, limits ?? new TlsLimits(), time).RunAsync(
            cancel => DialAsync(endpoint, cancel),
            (stream, cancel) => stream.AuthenticateAsClientAsync(options, cancel),
            cancellationToken);
    }

    private async Task<SslStream> DialAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        // Both IPv4 and IPv6; a name's addresses are tried one after the other.
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(tunnel?.EndPoint ?? endpoint, cancellationToken);
            if (tunnel is not null)
            {
                await tunnel.OpenAsync(socket, endpoint, cancellationToken);
            }

            return new SslStream(new WideStream(new NetworkStream(socket, ownsSocket: true)));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
