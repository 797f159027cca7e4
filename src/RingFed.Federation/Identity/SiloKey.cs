using System.Security.Cryptography;

namespace RingFed.Federation.Identity;

/// <summary>
/// A silo's private key: ECDSA on P-256, made on the silo and never leaving it. One key both proves the silo in TLS and
/// signs its records.
/// </summary>
public sealed class SiloKey : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private SiloKey(ECDsa ecdsa)
    {
        Ecdsa = ecdsa;
        PublicKey = ecdsa.ExportSubjectPublicKeyInfo();
        Digest = SpkiDigest.Of(PublicKey.Span);
    }

    /// <summary>SubjectPublicKeyInfo, DER, 91 bytes.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>What the topology names the key by.</summary>
    public SpkiDigest Digest { get; }

    internal ECDsa Ecdsa { get; }

    public static SiloKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <exception cref="IdentityException">Unreadable, open to others, not a private key, or not on P-256.</exception>
    public static SiloKey Load(string path)
    {
        string pem = ReadPem(path);
        ECDsa ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(pem);
            _ = ecdsa.ExportECPrivateKey();
        }
        catch (Exception bad) when (bad is CryptographicException or ArgumentException)
        {
            ecdsa.Dispose();
            throw new IdentityException(path, "is not an unencrypted private key in PEM", "write the file that `ringfed init` made");
        }

        return IsOnP256(ecdsa)
            ? new SiloKey(ecdsa)
            : throw new IdentityException(path, "is a key on another curve than P-256", "make a new one with `ringfed init`");
    }

    /// <summary>Writes the key as PEM (PKCS #8), readable by its owner alone.</summary>
    /// <exception cref="IOException">The file exists: a key is never overwritten.</exception>
    public void Save(string path) => PrivateFile.WriteNew(path, Ecdsa.ExportPkcs8PrivateKeyPem() + "\n");

    public void Dispose() => Ecdsa.Dispose();

    internal static bool IsOnP256(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == P256;

    private static string ReadPem(string path)
    {
        try
        {
            string pem = File.ReadAllText(path);
            return PrivateFile.IsOpenToOthers(path)
                ? throw new IdentityException(path, "can be read by other users", $"run `chmod 600 {path}`")
                : pem;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException(path, $"cannot be read: {unreadable.Message}", "make a key with `ringfed init`, or mend the path");
        }
    }
}
