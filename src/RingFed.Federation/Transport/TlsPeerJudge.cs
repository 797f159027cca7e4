using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Identity;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// Judges the peer's certificate during one handshake and keeps the verdict. The handshake is then allowed to finish,
/// whatever the verdict: a TLS alert has no room for a reason, and the operator of a refused silo needs one. TLS itself
/// has by then proved that the peer holds the certificate's key. Until the verdict has been exchanged
/// (<see cref="TlsAdmission"/>) no byte of the ring is sent or read.
/// </summary>
internal sealed class TlsPeerJudge(
    SiloIdentity identity,
    IReadOnlyCollection<string> expectedSilos,
    CertificateUse peerUse,
    TimeProvider time,
    Func<string, SpkiDigest?>? listedKey,
    Func<string, string?>? removal = null)
{
    private readonly RingCertificateValidator validator = new([.. identity.Roots], identity.Federation, time, identity.Revocations);
    private CertificateVerdict? verdict;

    /// <summary>The verdict on the certificate seen, or on there having been none.</summary>
    public CertificateVerdict Verdict => verdict ?? validator.Judge(null, [], expectedSilos, peerUse);

    /// <summary>For the handshake's options.</summary>
    public bool Hear(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        IEnumerable<X509Certificate2> sent = chain?.ChainPolicy.ExtraStore ?? Enumerable.Empty<X509Certificate2>();
        X509Certificate2Collection intermediates = [.. sent.Take(WireCaps.PeerCertificatesMax)];
        X509Certificate2? presented = certificate as X509Certificate2;
        verdict = Explained(validator.Judge(presented, intermediates, expectedSilos, peerUse), presented);
        return true;
    }

    /// <summary>What the peer is told about its certificate; null when it is accepted.</summary>
    public WireFault? Fault
    {
        get
        {
            CertificateVerdict judged = Verdict;
            return judged.Refusal is { } refusal
                ? new WireFault(CodeOf(refusal.Kind), refusal.Sentence)
                : OtherKey(judged.Silo!, judged.Key!);
        }
    }

    /// <summary>A silo that was removed while it was away learns here that it was.</summary>
    private CertificateVerdict Explained(CertificateVerdict judged, X509Certificate2? presented) =>
        judged.Refusal is { Kind: CertificateRefusalKind.WrongSilo } && RingUri.Of(presented!) is { } name && removal?.Invoke(name.Silo) is { } why
            ? judged with { Refusal = new CertificateRefusal(CertificateRefusalKind.WrongSilo, why) }
            : judged;

    /// <summary>The authority may have certified a new key since; records are judged by the topology's, so links are too.</summary>
    private WireFault? OtherKey(string silo, SpkiDigest key) => listedKey?.Invoke(silo) is { } listed && listed != key
        ? new WireFault(
            WireFaultCode.CertificateRefused,
            $"{silo} uses key {key}, the topology lists {listed}; give the silo its old key back, or list the new one in a new epoch")
        : null;

    private static WireFaultCode CodeOf(CertificateRefusalKind kind) => kind switch
    {
        CertificateRefusalKind.WrongSilo => WireFaultCode.WrongSilo,
        CertificateRefusalKind.WrongFederation => WireFaultCode.WrongFederation,
        _ => WireFaultCode.CertificateRefused,
    };
}
