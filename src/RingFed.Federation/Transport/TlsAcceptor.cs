using System.Net.Security;
using System.Net.Sockets;
using RingFed.Federation.Identity;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// Admits silos that dial this one. One for a listener: it counts the handshakes in progress, and drops connections
/// beyond the cap at once, so that a flood costs a socket each and no signature.
/// </summary>
/// <param name="time">Judges certificates and bounds handshakes.</param>
/// <param name="listedKey">Key that the topology lists for a silo; without it any key that the authority certified is good.</param>
public sealed class TlsAcceptor(TimeProvider time, TlsLimits? limits = null, Func<string, SpkiDigest?>? listedKey = null) : IDisposable
{
    private readonly TlsLimits limits = limits ?? new TlsLimits();
    private readonly SemaphoreSlim slots = new((limits ?? new TlsLimits()).HandshakesMax);

    /// <summary>Authenticates both sides on an accepted socket, and lets in only allowed silos.</summary>
    /// <param name="socket">Closed on refusal; owned by the result otherwise.</param>
    /// <param name="allowedSilos">Silos with an edge to this one.</param>
    /// <param name="identity">Read anew at every call, so that a renewed certificate is used for the next peer.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; the socket is closed.</exception>
    public async Task<TlsOutcome> AcceptAsync(
        Socket socket,
        IReadOnlyCollection<string> allowedSilos,
        SiloIdentity identity,
        CancellationToken cancellationToken)
    {
        if (!slots.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            socket.Dispose();
            return new TlsOutcome(null, new TlsRefusal(
                new WireFault(WireFaultCode.Busy, $"{limits.HandshakesMax} handshakes are in progress already"), ByPeer: false));
        }

        try
        {
            return await AuthenticateAsync(socket, allowedSilos, identity, cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose() => slots.Dispose();

    private Task<TlsOutcome> AuthenticateAsync(
        Socket socket, IReadOnlyCollection<string> allowedSilos, SiloIdentity identity, CancellationToken cancellationToken)
    {
        socket.NoDelay = true;
        TlsPeerJudge judge = new(identity, allowedSilos, CertificateUse.Client, time, listedKey);
        SslServerAuthenticationOptions options = TlsOptionSets.ForServer(identity, judge);
        return new TlsHandshake(judge, limits, time).RunAsync(
            _ => Task.FromResult(new SslStream(new NetworkStream(socket, ownsSocket: true))),
            (stream, cancel) => stream.AuthenticateAsServerAsync(options, cancel),
            cancellationToken);
    }
}
