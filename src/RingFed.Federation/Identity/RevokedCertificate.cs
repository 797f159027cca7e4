namespace RingFed.Federation.Identity;

/// <summary>A line of the authority's ledger of revocations.</summary>
/// <param name="Serial">Hexadecimal, as in <see cref="IssuedCertificate"/>.</param>
/// <param name="Reason">Name of an <see cref="System.Security.Cryptography.X509Certificates.X509RevocationReason"/>.</param>
public sealed record RevokedCertificate(string Serial, string Silo, DateTimeOffset RevokedAt, string Reason);
