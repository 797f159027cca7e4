using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RingFed.Daemon.Demo;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Certificates that must not get in, for a silo of a federation on this disk. The caller disposes them.</summary>
internal sealed class StrangerCertificates(DemoSilo silo)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly string _authority = Path.Combine(silo.Folder, "..", DemoFederation.AuthorityFolder);

    /// <param name="isClient">The stranger dials; otherwise it answers.</param>
    public X509Certificate2? Make(string kind, bool isClient) => kind switch
    {
        "none" => null,
        "expired" => Forge(fromDays: -9, toDays: -1),
        "not yet valid" => Forge(fromDays: 1),
        "foreign authority" => ByForeignAuthority(),
        "self-signed" => SelfSigned(),
        "wrong silo" => Forge(Uri("atlantis")),
        "wrong federation" => Forge($"ringfed://elsewhere/{silo.Id}"),
        "wrong usage" => Forge(uses: [isClient ? ServerUse : ClientUse]),
        "key not in the topology" or "TLS 1.2" => Forge(),
        "revoked" => Genuine(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such stranger"),
    };

    private X509Certificate2 Genuine() => X509Certificate2.CreateFromPemFile(
        Path.Combine(silo.Folder, $"{silo.Id}.cert.pem"), Path.Combine(silo.Folder, $"{silo.Id}.key.pem"));

    private static string Uri(string name) => $"ringfed://{DemoFederation.Name}/{name}";

    private X509Certificate2 Forge(string? uri = null, int fromDays = -1, int toDays = 9, string[]? uses = null)
    {
        using X509Certificate2 root = X509Certificate2.CreateFromPemFile(
            Path.Combine(_authority, "authority.cert.pem"), Path.Combine(_authority, "authority.key.pem"));
        return Issue(root, uri ?? Uri(silo.Id), fromDays, toDays, uses ?? [ClientUse, ServerUse]);
    }

    private X509Certificate2 ByForeignAuthority()
    {
        // The same name as the federation's own: only the key tells them apart.
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 known = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_authority, "authority.cert.pem"));
        CertificateRequest request = new(known.SubjectName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        using X509Certificate2 root = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
        return Issue(root, Uri(silo.Id), -1, 9, [ClientUse, ServerUse]);
    }

    private X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Request(key, Uri(silo.Id), [ClientUse, ServerUse]).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(9));
    }

    // A generator of its own: the framework refuses validity outside the issuer's, a forger does not.
    private static X509Certificate2 Issue(X509Certificate2 root, string uri, int fromDays, int toDays, string[] uses)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509SignatureGenerator signer = X509SignatureGenerator.CreateForECDsa(root.GetECDsaPrivateKey()!);
        using X509Certificate2 certificate = Request(key, uri, uses).Create(
            root.SubjectName, signer, Now.AddDays(fromDays), Now.AddDays(toDays), [0x41, 2, 3, 4]);
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(ECDsa key, string uri, string[] uses)
    {
        CertificateRequest request = new("CN=stranger", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. uses.Select(use => new Oid(use))], critical: false));
        SubjectAlternativeNameBuilder names = new();
        names.AddUri(new Uri(uri));
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
}
