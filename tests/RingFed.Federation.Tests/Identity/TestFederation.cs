using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Identity;

namespace RingFed.Federation.Tests.Identity;

/// <summary>A federation in a temporary folder, made by the shipping code, and certificates that it would never issue.</summary>
internal sealed class TestFederation : IDisposable
{
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";

    private readonly string folder = Directory.CreateTempSubdirectory("ringfed-test-").FullName;
    private readonly CertificateAuthority authority;

    public TestFederation(string name = "hemato-eu", ManualClock? clock = null)
    {
        Clock = clock ?? new ManualClock();
        authority = CertificateAuthority.Init(name, PathOf("ca"), passphrase: null, Clock);
        Root = X509CertificateLoader.LoadCertificateFromFile(authority.RootPath);
    }

    public ManualClock Clock { get; }

    public string Name => authority.Federation;

    public string RootPath => authority.RootPath;

    public X509Certificate2 Root { get; }

    public RingCertificateValidator Validator => new([Root], Name, Clock);

    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Init, sign, load: what an operator does.</summary>
    public SiloIdentity Enrol(string silo, int days = 90)
    {
        (string key, string certificate) = EnrolFiles(silo, days);
        return SiloIdentity.Load(Name, silo, key, certificate, RootPath, Clock);
    }

    /// <summary>Takes the silo's certificates back.</summary>
    /// <returns>The list's path.</returns>
    public string Revoke(string silo, string? serial = null)
    {
        authority.Revoke(silo, serial, X509RevocationReason.KeyCompromise);
        return authority.RevocationsPath;
    }

    public (string KeyPath, string CertificatePath) EnrolFiles(string silo, int days = 90)
    {
        EnrolmentRequest request = Enrolment.CreateRequest(silo, Name, folder);
        string path = PathOf($"{silo}.cert.pem");
        File.WriteAllText(path, authority.Sign(File.ReadAllText(request.RequestPath), days).Pem);
        return (request.KeyPath, path);
    }

    /// <summary>A certificate by this federation's root with whatever is asked for.</summary>
    public X509Certificate2 Forge(
        string uri = "ringfed://hemato-eu/paris",
        string[]? uses = null,
        int fromDays = -1,
        int toDays = 30,
        bool isAuthority = false,
        ECDsa? key = null)
    {
        using ECDsa? own = key is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        CertificateRequest request = new("CN=forged", (key ?? own)!, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [.. (uses ?? [ClientUse, ServerUse]).Select(use => new Oid(use))], false));
        SubjectAlternativeNameBuilder names = new();
        names.AddUri(new Uri(uri));
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 root = AuthorityFolder.Read(PathOf("ca"), null);
        DateTimeOffset now = Clock.GetUtcNow();

        // A generator of its own: the framework refuses validity outside the issuer's, a forger does not.
        X509SignatureGenerator signer = X509SignatureGenerator.CreateForECDsa(root.GetECDsaPrivateKey()!);
        using X509Certificate2 certificate = request.Create(
            root.SubjectName, signer, now.AddDays(fromDays), now.AddDays(toDays), [1, 2, 3, 4]);
        return certificate.CopyWithPrivateKey((key ?? own)!);
    }

    public X509Certificate2 SelfSigned(string uri = "ringfed://hemato-eu/paris")
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=self", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddUri(new Uri(uri));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientUse), new Oid(ServerUse)], false));
        return request.CreateSelfSigned(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow().AddDays(30));
    }

    public void Dispose()
    {
        authority.Dispose();
        Root.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
