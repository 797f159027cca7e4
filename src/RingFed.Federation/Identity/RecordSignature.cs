using System.Security.Cryptography;

namespace RingFed.Federation.Identity;

/// <summary>
/// A signature that carries its public key, so that the digest in the topology is all a verifier needs: certificates of
/// silos that are not neighbours are never seen.
/// <code>
/// +-----------+------------------------------------+-------------------------------+
/// | algorithm |   SubjectPublicKeyInfo, 91 bytes   |  signature r || s, 64 bytes   |
/// |  1 byte   |         (DER, RFC 5480)            |  (IEEE P1363, big-endian)     |
/// +-----------+------------------------------------+-------------------------------+
/// </code>
/// Algorithm 1 is ECDSA on P-256 over SHA-256. Other numbers, such as one for ML-DSA, bring their own lengths.
/// </summary>
public static class RecordSignature
{
    /// <summary>ECDSA, P-256, SHA-256.</summary>
    public const byte EcdsaP256Sha256 = 1;

    /// <summary>Bytes of the public key under algorithm 1.</summary>
    public const int PublicKeySize = 91;

    /// <summary>Bytes of r and s under algorithm 1.</summary>
    public const int ValueSize = 64;

    /// <summary>Bytes of a signature under algorithm 1.</summary>
    public const int Size = 1 + PublicKeySize + ValueSize;

    internal const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;
}
