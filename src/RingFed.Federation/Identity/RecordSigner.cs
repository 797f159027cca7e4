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
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        byte[] signature = new byte[RecordSignature.Size];
        signature[0] = RecordSignature.EcdsaP256Sha256;
        key.PublicKey.Span.CopyTo(signature.AsSpan(1));
        lock (oneAtATime)
        {
            key.Ecdsa.TrySignData(
                data, signature.AsSpan(1 + RecordSignature.PublicKeySize), HashAlgorithmName.SHA256, RecordSignature.Format, out _);
        }

        return signature;
    }
}
