using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>
/// The federation's authority: a folder on a machine that is off the network. It signs requests of silos and keeps a
/// ledger of what it signed.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>Longest a silo's certificate may last: renewal every two years at least, on the same key.</summary>
    public const int DaysMax = 825;

    private const int RootYears = 20;

    // Clocks of silos differ; a certificate must not be "not yet valid" where a clock is slow.
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(10);

    private readonly X509Certificate2 root;
    private readonly IssuanceLedger ledger;
    private readonly RevocationLedger revocations;
    private readonly TimeProvider time;

    private CertificateAuthority(string federation, X509Certificate2 root, string folder, TimeProvider time)
    {
        Federation = federation;
        this.root = root;
        this.time = time;
        ledger = new IssuanceLedger(AuthorityFolder.Ledger(folder));
        revocations = new RevocationLedger(AuthorityFolder.RevocationLedger(folder));
        RootPath = AuthorityFolder.Certificate(folder);
        RevocationsPath = AuthorityFolder.Revocations(folder);
    }

    public string Federation { get; }

    /// <summary>The root certificate's file, to be handed to every silo.</summary>
    public string RootPath { get; }

    /// <summary>The list of revoked certificates, to be handed to every silo; there is none before the first revocation.</summary>
    public string RevocationsPath { get; }

    /// <summary>Makes a new authority in an empty or new folder.</summary>
    /// <param name="passphrase">Encrypts the key at rest (PKCS #8, AES-256); null leaves it to the file's mode 0600.</param>
    /// <exception cref="ArgumentException">The federation's name breaks the rule of <see cref="RingName"/>.</exception>
    /// <exception cref="IdentityException">The folder holds an authority already.</exception>
    public static CertificateAuthority Init(string federation, string folder, string? passphrase, TimeProvider time)
    {
        RingName.Require(federation, "federation");
        Directory.CreateDirectory(folder);
        if (File.Exists(AuthorityFolder.Key(folder)))
        {
            throw new IdentityException(folder, "holds an authority already", "choose another folder, or sign with this one");
        }

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509Certificate2 root = CreateRoot(federation, key, time.GetUtcNow());
        AuthorityFolder.Write(folder, key, root, passphrase);
        return new CertificateAuthority(federation, root, folder, time);
    }

    /// <param name="passphrase">The one given at its making; null when there was none.</param>
    /// <exception cref="IdentityException">No authority there, or the passphrase is wrong.</exception>
    public static CertificateAuthority Open(string folder, string? passphrase, TimeProvider time)
    {
        X509Certificate2 root = AuthorityFolder.Read(folder, passphrase);
        string federation = root.GetNameInfo(X509NameType.SimpleName, forIssuer: false).Split(' ')[0];
        return new CertificateAuthority(federation, root, folder, time);
    }

    /// <summary>Every certificate issued so far, oldest first, with those that were taken back marked.</summary>
    public IReadOnlyList<IssuedCertificate> List()
    {
        Dictionary<string, DateTimeOffset> revoked = revocations.ReadAll().ToDictionary(entry => entry.Serial, entry => entry.RevokedAt);
        return [.. ledger.ReadAll().Select(issued => revoked.TryGetValue(issued.Serial, out DateTimeOffset at) ? issued with { RevokedAt = at } : issued)];
    }

    /// <summary>
    /// Signs a silo's request: its signature proves that the silo holds the key. Nothing but name and key is taken over.
    /// </summary>
    /// <param name="requestPem">As <c>ringfed init</c> wrote it.</param>
    /// <param name="days">1 to <see cref="DaysMax"/>, and not beyond the root's own end.</param>
    /// <returns>The certificate as PEM, and its line in the ledger.</returns>
    /// <exception cref="IdentityException">The request or the number of days cannot be accepted.</exception>
    public (string Pem, IssuedCertificate Entry) Sign(string requestPem, int days)
    {
        (RingUri name, PublicKey key) = SigningRequest.Read(requestPem, Federation);
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset from = Later(now - Backdated, root.NotBefore.ToUniversalTime());
        DateTimeOffset to = now.AddDays(RequireDays(days, now));
        byte[] serial = NewSerial();
        using X509Certificate2 certificate = SiloRequest(name, key).Create(root, from, to, serial);
        IssuedCertificate entry = new(
            Convert.ToHexStringLower(serial), name.Silo, SpkiDigest.Of(certificate).Text, now,
            certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        ledger.Append(entry);
        return (certificate.ExportCertificatePem() + "\n", entry);
    }

    /// <summary>
    /// Takes a silo's certificates back, and writes the list for the silos anew, with a higher number. Its key stays in
    /// the topology: that records signed with it no longer count takes a new epoch.
    /// </summary>
    /// <param name="serial">One certificate, hexadecimal; null for all of the silo that are in force.</param>
    /// <returns>What was revoked now; nothing when all were already, and the list is renewed all the same.</returns>
    /// <exception cref="IdentityException">The authority issued no such certificate.</exception>
    public IReadOnlyList<RevokedCertificate> Revoke(string silo, string? serial, X509RevocationReason reason)
    {
        DateTimeOffset now = time.GetUtcNow();
        List<IssuedCertificate> meant = [.. List().Where(issued =>
            issued.Silo == silo && (serial is null ? issued.NotAfter >= now : issued.Serial == serial.ToLowerInvariant()))];
        if (meant.Count == 0)
        {
            string what = serial is null ? $"has issued no certificate to {silo} that is in force" : $"has issued no certificate {serial} to {silo}";
            throw new IdentityException(RootPath, what, "see `ringfed ca list`");
        }

        List<RevokedCertificate> added =
            [.. meant.Where(issued => issued.RevokedAt is null).Select(issued => new RevokedCertificate(issued.Serial, silo, now, reason.ToString()))];
        revocations.Append(added);
        RevocationIssue.Write(RevocationsPath, root, revocations.ReadAll(), now);
        return added;
    }

    public void Dispose() => root.Dispose();

    private static X509Certificate2 CreateRoot(string federation, ECDsa key, DateTimeOffset now)
    {
        CertificateRequest request = new(DistinguishedName.OfAuthority(federation), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - Backdated, now.AddYears(RootYears));
    }

    private CertificateRequest SiloRequest(RingUri name, PublicKey key)
    {
        CertificateRequest request = new(DistinguishedName.Of(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(name.ToExtension());
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        return request;
    }

    private int RequireDays(int days, DateTimeOffset now)
    {
        int daysMax = Math.Min(DaysMax, (int)(root.NotAfter.ToUniversalTime() - now.UtcDateTime).TotalDays);
        return days >= 1 && days <= daysMax
            ? days
            : throw new IdentityException(RootPath, $"cannot sign for {days} days", $"choose 1 to {daysMax}");
    }

    // Positive and never short, as RFC 5280, 4.1.2.2 asks: the first bit is 0 and the second 1.
    private static byte[] NewSerial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
