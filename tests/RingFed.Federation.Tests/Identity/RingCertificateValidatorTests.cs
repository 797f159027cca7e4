using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Identity;

namespace RingFed.Federation.Tests.Identity;

public sealed class RingCertificateValidatorTests : IDisposable
{
    private readonly TestFederation federation = new();

    public void Dispose() => federation.Dispose();

    [Fact]
    public void The_expected_silo_of_the_federation_is_accepted()
    {
        using X509Certificate2 certificate = federation.Forge();
        CertificateVerdict verdict = federation.Validator.Judge(certificate, [], ["berlin", "paris"], CertificateUse.Client);
        Assert.Equal(("paris", SpkiDigest.Of(certificate), null), (verdict.Silo, verdict.Key, verdict.Refusal));
    }

    [Fact]
    public void No_certificate_is_a_refusal_of_its_own() =>
        AssertRefused(null, CertificateRefusalKind.NoCertificate, "no certificate");

    [Fact]
    public void Validity_is_judged_by_the_injected_clock_to_the_second()
    {
        using X509Certificate2 certificate = federation.Forge(fromDays: -1, toDays: 1);
        Assert.Null(Judge(certificate));

        federation.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(Judge(certificate));

        federation.Clock.Advance(TimeSpan.FromSeconds(1));
        AssertRefused(certificate, CertificateRefusalKind.Expired, "expired on 2026-11-22 10:00:00 UTC");
    }

    [Fact]
    public void A_certificate_of_tomorrow_is_not_yet_valid()
    {
        using X509Certificate2 certificate = federation.Forge(fromDays: 1);
        AssertRefused(certificate, CertificateRefusalKind.NotYetValid, "not valid before 2026-11-22 10:00:00 UTC");
    }

    [Fact]
    public void Another_authority_is_refused_even_under_the_same_name()
    {
        using TestFederation impostor = new("hemato-eu");
        using X509Certificate2 certificate = impostor.Forge();
        AssertRefused(certificate, CertificateRefusalKind.ForeignAuthority, "issued by another authority");
        Assert.Equal(
            CertificateRefusalKind.ForeignAuthority,
            federation.Validator.Judge(certificate, [impostor.Root], ["paris"], CertificateUse.Client).Refusal!.Kind);
    }

    [Fact]
    public void A_silos_certificate_issues_no_other_silo()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 paris = federation.Forge(key: key);
        CertificateRequest request = new("CN=berlin", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new RingUri("hemato-eu", "berlin").ToExtension());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TestFederation.ClientUse)], false));
        using X509Certificate2 berlin = request.Create(
            paris.SubjectName, X509SignatureGenerator.CreateForECDsa(key), paris.NotBefore, paris.NotAfter, [9]);

        Assert.Equal(
            CertificateRefusalKind.ForeignAuthority,
            federation.Validator.Judge(berlin, [paris], ["berlin"], CertificateUse.Client).Refusal!.Kind);
    }

    [Fact]
    public void A_self_signed_certificate_is_called_that()
    {
        using X509Certificate2 certificate = federation.SelfSigned();
        AssertRefused(certificate, CertificateRefusalKind.SelfSigned, "is self-signed");
    }

    [Fact]
    public void Another_silo_than_expected_is_refused_with_both_names()
    {
        using X509Certificate2 certificate = federation.Forge("ringfed://hemato-eu/berlin");
        AssertRefused(certificate, CertificateRefusalKind.WrongSilo, "belongs to silo berlin, expected paris");
    }

    [Fact]
    public void Another_federation_under_the_same_root_is_refused()
    {
        using X509Certificate2 certificate = federation.Forge("ringfed://cardio-eu/paris");
        AssertRefused(certificate, CertificateRefusalKind.WrongFederation, "another federation, expected hemato-eu");
    }

    [Theory]
    [InlineData("https://hemato-eu/paris")]
    [InlineData("ringfed://hemato-eu/paris/x")]
    public void A_certificate_without_a_ring_name_is_refused(string uri)
    {
        using X509Certificate2 certificate = federation.Forge(uri);
        AssertRefused(certificate, CertificateRefusalKind.NoRingName, "ringfed://federation/silo");
    }

    [Fact]
    public void Each_end_needs_its_own_usage_and_an_authority_is_no_silo()
    {
        using X509Certificate2 serverOnly = federation.Forge(uses: [TestFederation.ServerUse]);
        using X509Certificate2 clientOnly = federation.Forge(uses: [TestFederation.ClientUse]);
        using X509Certificate2 anAuthority = federation.Forge(isAuthority: true);
        AssertRefused(serverOnly, CertificateRefusalKind.WrongUsage, "may not be used as a TLS client");
        Assert.Null(federation.Validator.Judge(serverOnly, [], ["paris"], CertificateUse.Server).Refusal);
        Assert.Equal(
            CertificateRefusalKind.WrongUsage,
            federation.Validator.Judge(clientOnly, [], ["paris"], CertificateUse.Server).Refusal!.Kind);
        AssertRefused(anAuthority, CertificateRefusalKind.WrongUsage, "TLS client");
    }

    [Fact]
    public void A_key_on_another_curve_is_refused()
    {
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using X509Certificate2 certificate = federation.Forge(key: p384);
        AssertRefused(certificate, CertificateRefusalKind.WrongKey, "other than ECDSA on P-256");
    }

    [Fact]
    public void Two_roots_are_trusted_side_by_side_while_one_replaces_the_other()
    {
        using TestFederation next = new("hemato-eu");
        RingCertificateValidator both = new([federation.Root, next.Root], "hemato-eu", federation.Clock);
        using SiloIdentity old = federation.Enrol("paris");
        using SiloIdentity renewed = next.Enrol("paris");
        Assert.Null(both.Judge(old.Certificate, [], ["paris"], CertificateUse.Client).Refusal);
        Assert.Null(both.Judge(renewed.Certificate, [], ["paris"], CertificateUse.Client).Refusal);
    }

    [Fact]
    public void When_the_root_has_ended_that_is_said_instead_of_blaming_the_silo()
    {
        using X509Certificate2 certificate = federation.Forge(toDays: 30 * 365);
        federation.Clock.Advance(TimeSpan.FromDays(25 * 365));
        AssertRefused(certificate, CertificateRefusalKind.AuthorityNotInForce, "authority is outside its validity");
    }

    private CertificateRefusal? Judge(X509Certificate2? certificate) =>
        federation.Validator.Judge(certificate, [], ["paris"], CertificateUse.Client).Refusal;

    private void AssertRefused(X509Certificate2? certificate, CertificateRefusalKind kind, string sentence)
    {
        CertificateRefusal? refusal = Judge(certificate);
        Assert.Equal(kind, refusal?.Kind);
        Assert.Contains(sentence, refusal!.Sentence, StringComparison.Ordinal);
    }
}
