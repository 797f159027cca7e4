using System.Security.Cryptography;

namespace RingFed.Federation.Identity;

/// <summary>
/// Signs a silo's records. ECDSA draws a nonce each time: two signatures of the same bytes differ, so a record's
/// identity must not cover its signature. Safe to call from several threads.
/// </summary>
public sealed class RecordSigner(SiloKey key)
{
    private readonly Lock oneAtATime = new();

    /// <summary>Digest of the key, as the topology names it.</summary>
    public SpkiDigest Key => key.Digest;

    /// <returns><see cref="RecordSignature.Size"/> bytes.</returns>
    /// <exception cref="CryptographicException">The key cannot sign, or is of another kind.</exception>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        byte[] signature = new byte[RecordSignature.Size];
        signature[0] = RecordSignature.EcdsaP256Sha256;
        key.PublicKey.Span.CopyTo(signature.AsSpan(1));
        Span<byte> target = signature.AsSpan(1 + RecordSignature.PublicKeySize);
        lock (oneAtATime)
        {
            if (!key.Ecdsa.TrySignData(data, target, HashAlgorithmName.SHA256, RecordSignature.Format, out int written)
                || written != target.Length)
            {
                throw new CryptographicException($"the key {key.Digest} does not sign as ECDSA on P-256");
            }
        }

        return signature;
    }
}
