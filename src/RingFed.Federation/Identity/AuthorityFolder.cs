using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>
/// Files of an authority: <c>authority.key.pem</c> (secret), <c>authority.cert.pem</c> (for every silo),
/// <c>issued.jsonl</c> and <c>revoked.jsonl</c> (ledgers), <c>authority.crl.pem</c> (for every silo, once there was a revocation).
/// </summary>
internal static class AuthorityFolder
{
    // OWASP's figure for PBKDF2 with SHA-256; a wrong guess costs a tenth of a second.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000);

    public static string Key(string folder) => Path.Combine(folder, "authority.key.pem");

    public static string Certificate(string folder) => Path.Combine(folder, "authority.cert.pem");

    public static string Revocations(string folder) => Path.Combine(folder, "authority.crl.pem");

    public static string RevocationLedger(string folder) => Path.Combine(folder, "revoked.jsonl");

    public static string Ledger(string folder) => Path.Combine(folder, "issued.jsonl");

    public static void Write(string folder, ECDsa key, X509Certificate2 root, string? passphrase)
    {
        string pem = passphrase is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, Encryption);
        PrivateFile.WriteNew(Key(folder), pem + "\n");
        PrivateFile.WriteNew(Ledger(folder), "");
        File.WriteAllText(Certificate(folder), root.ExportCertificatePem() + "\n");
    }

    /// <returns>The root certificate with its key.</returns>
    public static X509Certificate2 Read(string folder, string? passphrase)
    {
        try
        {
            using ECDsa key = ReadKey(File.ReadAllText(Key(folder)), passphrase, folder);
            using X509Certificate2 root = X509CertificateLoader.LoadCertificateFromFile(Certificate(folder));
            return root.CopyWithPrivateKey(key);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException(folder, $"holds no authority that can be read: {unreadable.Message}", "make one with `ringfed ca init`");
        }
        catch (Exception damaged) when (damaged is CryptographicException or ArgumentException)
        {
            throw new IdentityException(folder, $"holds a damaged key or certificate: {damaged.Message}", "restore it from a backup");
        }
    }

    private static ECDsa ReadKey(string pem, string? passphrase, string folder)
    {
        bool encrypted = pem.Contains("BEGIN ENCRYPTED", StringComparison.Ordinal);
        if (encrypted && passphrase is null)
        {
            throw new IdentityException(Key(folder), "is encrypted", "give its passphrase");
        }

        ECDsa key = ECDsa.Create();
        if (!encrypted)
        {
            key.ImportFromPem(pem);
            return key;
        }

        try
        {
            key.ImportFromEncryptedPem(pem, passphrase);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw new IdentityException(Key(folder), "does not open with this passphrase", "give the one from `ringfed ca init`");
        }
    }
}
