namespace RingFed.Federation.Identity;

/// <summary>A line of the authority's ledger.</summary>
/// <param name="Serial">Hexadecimal, 16 random bytes.</param>
/// <param name="Key">Digest of the silo's public key, "sha256:" and hexadecimal digits.</param>
public sealed record IssuedCertificate(
    string Serial, string Silo, string Key, DateTimeOffset IssuedAt, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>When the authority took it back; null while it has not. Joined from the ledger of revocations, not in this line.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
