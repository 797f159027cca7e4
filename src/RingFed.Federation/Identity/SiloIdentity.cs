using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>
/// Who a silo is: its key, its certificate with intermediates, and the one root it trusts. Loaded whole or not at all.
/// </summary>
public sealed class SiloIdentity : IDisposable
{
    private SiloIdentity(
        string federation, string silo, SiloKey key, X509Certificate2 certificate,
        X509Certificate2Collection intermediates, X509Certificate2Collection roots, RevocationList? revocations)
    {
        Federation = federation;
        Silo = silo;
        Key = key;
        Certificate = certificate;
        Intermediates = intermediates;
        Roots = roots;
        Revocations = revocations;
    }

    public string Federation { get; }

    public string Silo { get; }

    public SiloKey Key { get; }

    /// <summary>The silo's certificate, private key attached.</summary>
    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Intermediates { get; }

    /// <summary>The federation's root; two while it is being replaced.</summary>
    public X509Certificate2Collection Roots { get; }

    /// <summary>Certificates that the authority took back; null when this silo was given no list.</summary>
    public RevocationList? Revocations { get; }

    /// <summary>When the certificate ends; the operator is warned 30 days ahead.</summary>
    public DateTimeOffset NotAfter => Certificate.NotAfter.ToUniversalTime();

    /// <summary>Reads the files of a silo and judges them as its neighbours will.</summary>
    /// <param name="revocationsPath">The authority's list of revoked certificates; null when there is none.</param>
    /// <exception cref="IdentityException">Everything that is wrong with them, at once.</exception>
    public static SiloIdentity Load(
        string federation,
        string silo,
        string keyPath,
        string certificatePath,
        string authorityPath,
        TimeProvider time,
        string? revocationsPath = null)
    {
        List<IdentityFault> faults = [];
        SiloKey? key = Try(() => SiloKey.Load(keyPath), faults);
        X509Certificate2Collection? chain = Try(() => ReadCertificates(certificatePath), faults);
        X509Certificate2Collection? roots = Try(() => ReadCertificates(authorityPath), faults);
        RevocationList? revocations = roots is null || revocationsPath is null
            ? null
            : Try(() => RevocationList.Load(revocationsPath, [.. roots]), faults);
        if (key is not null && chain is not null && SpkiDigest.Of(chain[0]) != key.Digest)
        {
            faults.Add(new(certificatePath, $"was issued for another key than {keyPath}", "have the request of this key signed"));
        }

        if (chain is not null && roots is not null)
        {
            faults.AddRange(Judge(new RingCertificateValidator([.. roots], federation, time, revocations), chain, silo, certificatePath));
        }

        return faults.Count == 0
            ? new SiloIdentity(federation, silo, key!, Attach(chain![0], key!), [.. chain.Skip(1)], roots!, revocations)
            : throw new IdentityException(faults);
    }

    public void Dispose()
    {
        Key.Dispose();
        Certificate.Dispose();
        foreach (X509Certificate2 certificate in Intermediates.Concat(Roots))
        {
            certificate.Dispose();
        }
    }

    private static IEnumerable<IdentityFault> Judge(
        RingCertificateValidator validator, X509Certificate2Collection chain, string silo, string path) =>
        from use in new[] { CertificateUse.Client, CertificateUse.Server }
        let refusal = validator.Judge(chain[0], [.. chain.Skip(1)], [silo], use).Refusal
        where refusal is not null
        group refusal by refusal.Sentence into same
        select new IdentityFault(path, same.Key, "ask the federation's authority for a new certificate");

    private static X509Certificate2 Attach(X509Certificate2 certificate, SiloKey key)
    {
        X509Certificate2 attached = certificate.CopyWithPrivateKey(key.Ecdsa);
        if (!OperatingSystem.IsWindows())
        {
            return attached;
        }

        // SChannel does not use keys that exist in memory only; a round trip through PKCS #12 gives it one it does.
        using (attached)
        {
            return X509CertificateLoader.LoadPkcs12(attached.Export(X509ContentType.Pkcs12), null);
        }
    }

    private static X509Certificate2Collection ReadCertificates(string path)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPemFile(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException(path, $"cannot be read: {unreadable.Message}", "put the file there that the authority returned");
        }
        catch (CryptographicException)
        {
            throw new IdentityException(path, "holds a damaged certificate", "put the file there that the authority returned");
        }

        return certificates.Count > 0
            ? certificates
            : throw new IdentityException(path, "holds no certificate in PEM", "put the file there that the authority returned");
    }

    private static T? Try<T>(Func<T> read, List<IdentityFault> faults)
        where T : class
    {
        try
        {
            return read();
        }
        catch (IdentityException bad)
        {
            faults.AddRange(bad.Faults);
            return null;
        }
    }
}
