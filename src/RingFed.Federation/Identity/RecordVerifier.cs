using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace RingFed.Federation.Identity;

/// <summary>
/// Verifies records by the key digests of a topology, never by clock, certificate or revocation list: a record that was
/// good once stays good. Safe to call from several threads.
/// </summary>
public sealed class RecordVerifier : IDisposable
{
    // Only keys whose digest a caller expected get in here, so a roster bounds it.
    private readonly ConcurrentDictionary<SpkiDigest, ECDsa> keys = new();

    /// <param name="signer">Digest of the key that the topology lists for the record's origin.</param>
    /// <param name="signature">As received; of any length.</param>
    /// <returns>Whether that key signed exactly these bytes.</returns>
    public bool Verify(SpkiDigest signer, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != RecordSignature.Size || signature[0] != RecordSignature.EcdsaP256Sha256)
        {
            return false;
        }

        ReadOnlySpan<byte> publicKey = signature.Slice(1, RecordSignature.PublicKeySize);
        if (SpkiDigest.Of(publicKey) != signer || KeyOf(signer, publicKey) is not { } key)
        {
            return false;
        }

        lock (key)
        {
            return key.VerifyData(
                data, signature[(1 + RecordSignature.PublicKeySize)..], HashAlgorithmName.SHA256, RecordSignature.Format);
        }
    }

    public void Dispose()
    {
        foreach (ECDsa key in keys.Values)
        {
            key.Dispose();
        }
    }

    private ECDsa? KeyOf(SpkiDigest signer, ReadOnlySpan<byte> publicKey)
    {
        if (keys.TryGetValue(signer, out ECDsa? known))
        {
            return known;
        }

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out int read);
            if (read == publicKey.Length && SiloKey.IsOnP256(key))
            {
                return keys.GetOrAdd(signer, key);
            }
        }
        catch (CryptographicException)
        {
            // The roster names a key that is none; nothing it signs is good.
        }

        key.Dispose();
        return null;
    }
}
