namespace RingFed.Federation.Identity;

/// <summary>Why a certificate is not accepted. Numbers are append only: they stand in logs.</summary>
public enum CertificateRefusalKind
{
    /// <summary>The peer presented none.</summary>
    NoCertificate = 1,

    /// <summary>Its validity has ended.</summary>
    Expired = 2,

    /// <summary>Its validity has not begun.</summary>
    NotYetValid = 3,

    /// <summary>It does not chain to the federation's root.</summary>
    ForeignAuthority = 4,

    /// <summary>It vouches for itself.</summary>
    SelfSigned = 5,

    /// <summary>It may not be used for this end of a TLS connection, or is an authority's own.</summary>
    WrongUsage = 6,

    /// <summary>It has not exactly one ringfed:// name.</summary>
    NoRingName = 7,

    /// <summary>It names another federation.</summary>
    WrongFederation = 8,

    /// <summary>It names another silo than expected.</summary>
    WrongSilo = 9,

    /// <summary>Its key is not ECDSA on P-256.</summary>
    WrongKey = 10,

    /// <summary>An authority's certificate above it is outside its validity.</summary>
    AuthorityNotInForce = 11,

    /// <summary>The federation's authority took it, or one above it, back.</summary>
    Revoked = 12,
}

/// <param name="Sentence">For operators of both sides: what is wrong with which certificate.</param>
public sealed record CertificateRefusal(CertificateRefusalKind Kind, string Sentence);

/// <summary>Outcome of judging a certificate: a silo, or a refusal, never both.</summary>
/// <param name="Silo">The silo it belongs to.</param>
/// <param name="Key">Digest of its public key; null without a certificate.</param>
public sealed record CertificateVerdict(string? Silo, SpkiDigest? Key, CertificateRefusal? Refusal);
