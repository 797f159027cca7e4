using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Identity;

namespace RingFed.Federation.Transport;

/// <summary>
/// TLS as the ring uses it, for both ends: 1.3 only, certificates on both sides, no resumption (a resumed session skips
/// the peer's certificate), no renegotiation, nothing fetched from the network, no server name sent (names of silos are
/// in certificates; what DNS calls them proves nothing).
/// </summary>
internal static class TlsOptionSets
{
    public static SslClientAuthenticationOptions ForClient(SiloIdentity identity, TlsPeerJudge judge) => new()
    {
        TargetHost = "",
        ClientCertificateContext = ContextOf(identity),
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowRenegotiation = false,
        AllowTlsResume = false,
        CertificateChainPolicy = NothingFetched(),
        RemoteCertificateValidationCallback = judge.Hear,
    };

    public static SslServerAuthenticationOptions ForServer(SiloIdentity identity, TlsPeerJudge judge) => new()
    {
        ServerCertificateContext = ContextOf(identity),
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowRenegotiation = false,
        AllowTlsResume = false,
        CertificateChainPolicy = NothingFetched(),
        RemoteCertificateValidationCallback = judge.Hear,
    };

    private static SslStreamCertificateContext ContextOf(SiloIdentity identity) =>
        SslStreamCertificateContext.Create(identity.Certificate, identity.Intermediates, offline: true);

    // SslStream builds a chain of its own before it asks the judge; an empty trust store keeps the machine's out of it.
    private static X509ChainPolicy NothingFetched() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
