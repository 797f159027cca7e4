using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using RingFed.Federation.Identity;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// Admits silos that dial this one. One for a listener: it counts the handshakes in progress, and beyond the cap a new one
/// displaces an old (<see cref="HandshakeSlots"/>).
/// </summary>
/// <param name="time">Judges certificates and bounds handshakes.</param>
/// <param name="listedKey">Key that the topology lists for a silo; without it any key that the authority certified is good.</param>
/// <param name="removal">Why a silo that is not allowed is no member any more; null for one that never was.</param>
public sealed class TlsAcceptor(
    TimeProvider time, TlsLimits? limits = null, Func<string, SpkiDigest?>? listedKey = null, Func<string, string?>? removal = null)
{
    private readonly TlsLimits limits = limits ?? new TlsLimits();
    private readonly HandshakeSlots slots = new((limits ?? new TlsLimits()).HandshakesMax);

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
        HandshakeSlots.Slot slot = slots.Enter((socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(slot.Displaced, cancellationToken);
        try
        {
            return await AuthenticateAsync(socket, allowedSilos, identity, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TlsOutcome(null, new TlsRefusal(
                new WireFault(WireFaultCode.Busy, $"{limits.HandshakesMax} newer handshakes came before this one was done"), ByPeer: false));
        }
        finally
        {
            slots.Leave(slot);
        }
    }

    private Task<TlsOutcome> AuthenticateAsync(
        Socket socket, IReadOnlyCollection<string> allowedSilos, SiloIdentity identity, CancellationToken cancellationToken)
    {
        socket.NoDelay = true;
        TlsPeerJudge judge = new(identity, allowedSilos, CertificateUse.Client, time, listedKey, removal);
        SslServerAuthenticationOptions options = TlsOptionSets.ForServer(identity, judge);
        return new TlsHandshake(judge, limits, time).RunAsync(
            _ => Task.FromResult(new SslStream(new WideStream(new NetworkStream(socket, ownsSocket: true)))),
            (stream, cancel) => stream.AuthenticateAsServerAsync(options, cancel),
            cancellationToken);
    }
}
