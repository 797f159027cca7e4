using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Identity;

namespace RingFed.Federation.Tests.Identity;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly TestFederation federation = new();

    public void Dispose() => federation.Dispose();

    [Fact]
    public void A_signed_certificate_names_the_silo_for_both_ends_of_tls_and_is_in_the_ledger()
    {
        using CertificateAuthority authority = Reopen();
        EnrolmentRequest request = Enrolment.CreateRequest("bologna", "hemato-eu", federation.PathOf("silo"));

        (string pem, IssuedCertificate entry) = authority.Sign(File.ReadAllText(request.RequestPath), 90);

        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem);
        Assert.Equal(new RingUri("hemato-eu", "bologna"), RingUri.Of(certificate));
        Assert.Equal(request.Key, SpkiDigest.Of(certificate));
        Assert.Null(federation.Validator.Judge(certificate, [], ["bologna"], CertificateUse.Client).Refusal);
        Assert.Null(federation.Validator.Judge(certificate, [], ["bologna"], CertificateUse.Server).Refusal);
        Assert.Equal(federation.Clock.GetUtcNow().AddDays(90), entry.NotAfter);
        Assert.Equal([entry], authority.List());
        Assert.Equal(entry.Serial, certificate.SerialNumber.ToLowerInvariant());
        Assert.Equal((request.Key.Text, "bologna"), (entry.Key, entry.Silo));
    }

    [Fact]
    public void Serials_are_never_repeated_and_the_ledger_grows()
    {
        federation.EnrolFiles("a");
        federation.EnrolFiles("b");
        federation.EnrolFiles("a");
        using CertificateAuthority authority = Reopen();
        Assert.Equal(["a", "b", "a"], authority.List().Select(entry => entry.Silo));
        Assert.Equal(3, authority.List().Select(entry => entry.Serial).Distinct().Count());
    }

    [Fact]
    public void A_request_whose_signature_was_tampered_with_is_refused()
    {
        string pem = File.ReadAllText(Enrolment.CreateRequest("bologna", "hemato-eu", federation.PathOf("silo")).RequestPath);
        byte[] der = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-'))));
        der[^1] ^= 1;
        Assert.Contains("damaged, or not signed", Refusal(PemEncoding.WriteString("CERTIFICATE REQUEST", der)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_names_one_key_and_is_signed_by_another_is_refused()
    {
        using ECDsa claimed = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(new X500DistinguishedName("CN=x"), new PublicKey(claimed), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new RingUri("hemato-eu", "bologna").ToExtension());
        string pem = request.CreateSigningRequestPem(X509SignatureGenerator.CreateForECDsa(own));
        Assert.Contains("damaged, or not signed", Refusal(pem), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_for_another_federation_another_key_kind_or_without_a_name_is_refused()
    {
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Contains("is for federation other", Refusal(Request(p256, new RingUri("other", "bologna"))), StringComparison.Ordinal);
        Assert.Contains("other than ECDSA on P-256", Refusal(Request(p384, new RingUri("hemato-eu", "bologna"))), StringComparison.Ordinal);
        Assert.Contains("exactly one ringfed://", Refusal(Request(p256)), StringComparison.Ordinal);
        Assert.Contains("damaged", Refusal("not pem"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(826)]
    public void Days_outside_the_range_are_refused(int days)
    {
        using CertificateAuthority authority = Reopen();
        string pem = File.ReadAllText(Enrolment.CreateRequest("bologna", "hemato-eu", federation.PathOf("silo")).RequestPath);
        Assert.Contains("choose 1 to 825", Assert.Throws<IdentityException>(() => authority.Sign(pem, days)).Message, StringComparison.Ordinal);
        Assert.Empty(authority.List());
    }

    [Fact]
    public void A_passphrase_encrypts_the_key_at_rest()
    {
        string folder = federation.PathOf("locked");
        CertificateAuthority.Init("hemato-eu", folder, "correct horse", federation.Clock).Dispose();

        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", File.ReadAllText(Path.Combine(folder, "authority.key.pem")), StringComparison.Ordinal);
        Assert.Contains("is encrypted", Problem(folder, null), StringComparison.Ordinal);
        Assert.Contains("does not open", Problem(folder, "wrong"), StringComparison.Ordinal);
        using CertificateAuthority authority = CertificateAuthority.Open(folder, "correct horse", federation.Clock);
        Assert.Equal("hemato-eu", authority.Federation);
    }

    [Fact]
    public void An_authority_is_never_made_over_another_and_a_missing_one_is_named()
    {
        Assert.Throws<IdentityException>(() => CertificateAuthority.Init("x", federation.PathOf("ca"), null, federation.Clock));
        Assert.Contains("ringfed ca init", Assert.Throws<IdentityException>(
            () => CertificateAuthority.Open(federation.PathOf("nowhere"), null, federation.Clock)).Message, StringComparison.Ordinal);
    }

    private CertificateAuthority Reopen() => CertificateAuthority.Open(federation.PathOf("ca"), null, federation.Clock);

    private string Refusal(string pem)
    {
        using CertificateAuthority authority = Reopen();
        string message = Assert.Throws<IdentityException>(() => authority.Sign(pem, 30)).Message;
        Assert.Empty(authority.List());
        return message;
    }

    private string Problem(string folder, string? passphrase) => Assert.Throws<IdentityException>(
        () => CertificateAuthority.Open(folder, passphrase, federation.Clock)).Message;

    private static string Request(ECDsa key, RingUri? name = null)
    {
        CertificateRequest request = new("CN=x", key, HashAlgorithmName.SHA256);
        if (name is not null)
        {
            request.CertificateExtensions.Add(name.ToExtension());
        }

        return request.CreateSigningRequestPem();
    }
}
