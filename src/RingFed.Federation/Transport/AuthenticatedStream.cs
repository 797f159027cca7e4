using System.Net.Security;
using RingFed.Federation.Identity;

namespace RingFed.Federation.Transport;

/// <summary>
/// A TLS 1.3 connection on which both sides have accepted each other's certificate, and on which nothing but the two
/// admissions has travelled.
/// </summary>
/// <param name="stream">Ready for frames. Disposing this closes it and its socket.</param>
/// <param name="peerSilo">The silo at the other end, proven.</param>
/// <param name="peerKey">Digest of its public key, to be compared with the topology's.</param>
public sealed class AuthenticatedStream(SslStream stream, string peerSilo, SpkiDigest peerKey) : IAsyncDisposable
{
    public SslStream Stream { get; } = stream;

    public string PeerSilo { get; } = peerSilo;

    public SpkiDigest PeerKey { get; } = peerKey;

    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
