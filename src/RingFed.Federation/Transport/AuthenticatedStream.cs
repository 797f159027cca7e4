using System.Net.Security;
using RingFed.Federation.Identity;
using RingFed.Federation.Wire;

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
    /// <summary>For a goodbye to leave and the peer to close.</summary>
    private static readonly TimeSpan GoodbyeTimeMax = TimeSpan.FromSeconds(2);

    public SslStream Stream { get; } = stream;

    public string PeerSilo { get; } = peerSilo;

    public SpkiDigest PeerKey { get; } = peerKey;

    /// <summary>Says why this silo does not go on with the link, waits a moment so that it is read, and closes.</summary>
    public async Task RefuseAsync(WireFault fault, TimeProvider time)
    {
        using CancellationTokenSource patience = new(GoodbyeTimeMax, time);
        try
        {
            await TlsAdmission.RefuseAsync(Stream, fault, patience.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
