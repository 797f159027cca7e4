using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>End of a TLS connection that a certificate is presented for.</summary>
public enum CertificateUse
{
    Client,
    Server,
}

/// <summary>
/// Judges certificates against one federation: chain to its root alone (never the machine's trust store), validity by
/// the injected clock, usage, and the exact <c>ringfed://</c> name (RFC 5280, 6). Nothing is fetched from the network.
/// Safe to call from several threads.
/// </summary>
/// <param name="roots">The federation's root certificate; two while it is being replaced.</param>
/// <param name="revocations">Certificates that the authority took back; null when this silo was given no list.</param>
public sealed class RingCertificateValidator(
    IReadOnlyCollection<X509Certificate2> roots, string federation, TimeProvider time, RevocationList? revocations = null)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <param name="certificate">As the peer presented it; null when it presented none.</param>
    /// <param name="intermediates">Sent beside it, trusted only as far as they chain to the root.</param>
    /// <param name="expectedSilos">Silos that may be at the other end.</param>
    public CertificateVerdict Judge(
        X509Certificate2? certificate,
        X509Certificate2Collection intermediates,
        IReadOnlyCollection<string> expectedSilos,
        CertificateUse use)
    {
        if (certificate is null)
        {
            return new CertificateVerdict(null, null, new(CertificateRefusalKind.NoCertificate, "no certificate was presented"));
        }

        CertificateRefusal? refusal = JudgeChain(certificate, intermediates)
            ?? JudgeKey(certificate)
            ?? JudgeUse(certificate, use)
            ?? JudgeName(certificate, expectedSilos);
        string? silo = refusal is null ? RingUri.Of(certificate)!.Silo : null;
        return new CertificateVerdict(silo, SpkiDigest.Of(certificate), refusal);
    }

    private CertificateRefusal? JudgeChain(X509Certificate2 certificate, X509Certificate2Collection intermediates)
    {
        DateTimeOffset now = time.GetUtcNow();
        using X509Chain chain = new() { ChainPolicy = CreatePolicy(intermediates, now) };
        chain.Build(certificate);

        // Times are compared here: platforms differ on the last second, and their flag does not say whose it is.
        X509ChainStatusFlags flags = ~X509ChainStatusFlags.NotTimeValid & chain.ChainStatus.Aggregate(
            X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        CertificateRefusal? refusal = flags != X509ChainStatusFlags.NoError
            ? JudgeIssuer(certificate, flags)
            : JudgeValidity(certificate, now) ?? JudgeAuthorities(chain, now) ?? JudgeRevocation(certificate, chain);
        Release(chain);
        return refusal;
    }

    private static CertificateRefusal? JudgeAuthorities(X509Chain chain, DateTimeOffset now) =>
        chain.ChainElements.Skip(1).Any(element => JudgeValidity(element.Certificate, now) is not null)
            ? new(CertificateRefusalKind.AuthorityNotInForce, "the certificate of the federation's authority is outside its validity")
            : null;

    private CertificateRefusal? JudgeRevocation(X509Certificate2 certificate, X509Chain chain)
    {
        foreach (X509Certificate2 element in chain.ChainElements.Select(element => element.Certificate))
        {
            if (revocations?.RevokedAt(element) is { } at)
            {
                string which = element.Thumbprint == certificate.Thumbprint ? "" : "an authority's certificate above the ";
                return new(CertificateRefusalKind.Revoked, $"{which}certificate of {NameOf(certificate)} was revoked on {Date(at)}");
            }
        }

        return null;
    }

    private X509ChainPolicy CreatePolicy(X509Certificate2Collection intermediates, DateTimeOffset now)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(roots.ToArray());
        policy.ExtraStore.AddRange(intermediates);
        return policy;
    }

    private CertificateRefusal JudgeIssuer(X509Certificate2 certificate, X509ChainStatusFlags flags)
    {
        if (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
        {
            return new(CertificateRefusalKind.SelfSigned, $"certificate of {NameOf(certificate)} is self-signed");
        }

        const X509ChainStatusFlags Foreign =
            X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;
        string why = (flags & Foreign) != 0 ? "" : $" ({flags})";
        return new(
            CertificateRefusalKind.ForeignAuthority,
            $"certificate of {NameOf(certificate)} was issued by another authority than that of {federation}{why}");
    }

    private static CertificateRefusal? JudgeValidity(X509Certificate2 certificate, DateTimeOffset now)
    {
        DateTimeOffset from = certificate.NotBefore.ToUniversalTime();
        DateTimeOffset to = certificate.NotAfter.ToUniversalTime();
        if (now < from)
        {
            return new(
                CertificateRefusalKind.NotYetValid,
                $"certificate of {NameOf(certificate)} is not valid before {Date(from)}; check both clocks");
        }

        return now <= to ? null : new(CertificateRefusalKind.Expired, $"certificate of {NameOf(certificate)} expired on {Date(to)}");
    }

    private static CertificateRefusal? JudgeKey(X509Certificate2 certificate)
    {
        using ECDsa? key = certificate.GetECDsaPublicKey();
        return key is not null && SiloKey.IsOnP256(key)
            ? null
            : new(CertificateRefusalKind.WrongKey, $"certificate of {NameOf(certificate)} has a key other than ECDSA on P-256");
    }

    // A certificate without the extension could be used for anything; X509Chain accepts it, the ring does not.
    private static CertificateRefusal? JudgeUse(X509Certificate2 certificate, CertificateUse use)
    {
        bool isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority);
        string wanted = use == CertificateUse.Client ? ClientUse : ServerUse;
        bool allowed = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .Any(usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == wanted));
        return allowed && !isAuthority
            ? null
            : new(
                CertificateRefusalKind.WrongUsage,
                $"certificate of {NameOf(certificate)} may not be used as a TLS {use.ToString().ToLowerInvariant()}");
    }

    private CertificateRefusal? JudgeName(X509Certificate2 certificate, IReadOnlyCollection<string> expectedSilos)
    {
        if (RingUri.Of(certificate) is not { } name)
        {
            return new(CertificateRefusalKind.NoRingName, "the certificate has not exactly one ringfed://federation/silo name");
        }

        if (name.Federation != federation)
        {
            return new(CertificateRefusalKind.WrongFederation, $"{name} belongs to another federation, expected {federation}");
        }

        return expectedSilos.Contains(name.Silo)
            ? null
            : new(CertificateRefusalKind.WrongSilo, $"certificate belongs to silo {name.Silo}, expected {string.Join(" or ", expectedSilos)}");
    }

    // What a refused certificate claims, for the operator's eyes only.
    private static string NameOf(X509Certificate2 certificate) =>
        RingUri.Of(certificate)?.ToString() ?? "an unnamed peer";

    private static string Date(DateTimeOffset moment) =>
        moment.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static void Release(X509Chain chain)
    {
        foreach (X509ChainElement element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }
    }
}
