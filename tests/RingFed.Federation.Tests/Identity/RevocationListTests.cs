using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Identity;

namespace RingFed.Federation.Tests.Identity;

public sealed class RevocationListTests : IDisposable
{
    private readonly TestFederation federation = new();

    public void Dispose() => federation.Dispose();

    [Fact]
    public void A_revoked_certificate_is_refused_with_its_date_and_another_of_the_same_key_is_not()
    {
        using SiloIdentity old = federation.Enrol("paris");
        RevocationList list = RevocationList.Load(federation.Revoke("paris"), [federation.Root]);
        using SiloIdentity renewed = federation.Enrol("paris");
        RingCertificateValidator validator = new([federation.Root], "hemato-eu", federation.Clock, list);

        CertificateRefusal refusal = validator.Judge(old.Certificate, [], ["paris"], CertificateUse.Client).Refusal!;

        Assert.Equal(CertificateRefusalKind.Revoked, refusal.Kind);
        Assert.StartsWith("certificate of ringfed://hemato-eu/paris was revoked on 2026-11-21", refusal.Sentence, StringComparison.Ordinal);
        Assert.Null(validator.Judge(renewed.Certificate, [], ["paris"], CertificateUse.Client).Refusal);
    }

    [Fact]
    public void One_certificate_of_a_silo_can_be_revoked_by_its_number()
    {
        using SiloIdentity lost = federation.Enrol("paris");
        using SiloIdentity kept = federation.Enrol("paris");

        RevocationList list = RevocationList.Load(federation.Revoke("paris", lost.Certificate.SerialNumber), [federation.Root]);

        Assert.Equal((1, federation.Clock.GetUtcNow(), null), (list.Count, list.RevokedAt(lost.Certificate), list.RevokedAt(kept.Certificate)));
    }

    [Fact]
    public void Numbers_rise_and_nobody_is_ever_taken_off_the_list()
    {
        federation.Enrol("paris").Dispose();
        federation.Enrol("berlin").Dispose();
        RevocationList first = RevocationList.Load(federation.Revoke("paris"), [federation.Root]);
        RevocationList second = RevocationList.Load(federation.Revoke("berlin"), [federation.Root]);
        RevocationList renewed = RevocationList.Load(federation.Revoke("berlin"), [federation.Root]);

        Assert.Equal([1, 2, 3], new[] { first, second, renewed }.Select(list => (int)list.Number));
        Assert.Equal([1, 2, 2], new[] { first, second, renewed }.Select(list => list.Count));
        Assert.Equal(federation.Clock.GetUtcNow().AddDays(90), renewed.NextUpdate);
    }

    [Fact]
    public void What_was_never_issued_cannot_be_revoked()
    {
        federation.Enrol("paris", days: 1).Dispose();
        Assert.Contains("no certificate 77 to paris", Assert.Throws<IdentityException>(() => federation.Revoke("paris", "77")).Message, StringComparison.Ordinal);
        federation.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Contains("no certificate to paris that is in force", Assert.Throws<IdentityException>(() => federation.Revoke("paris")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_by_another_authority_under_the_same_name_is_refused()
    {
        federation.Enrol("paris").Dispose();
        string path = federation.Revoke("paris");
        using TestFederation other = new("hemato-eu", federation.Clock);

        string message = Assert.Throws<IdentityException>(() => RevocationList.Load(path, [other.Root])).Message;

        Assert.Contains("is not signed by the federation's authority", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_flipped_byte_and_every_truncation_is_refused_with_a_sentence()
    {
        federation.Enrol("paris").Dispose();
        byte[] der = RevocationList.Load(federation.Revoke("paris"), [federation.Root]).Bytes.ToArray();
        for (int at = 0; at < der.Length; at++)
        {
            byte[] changed = [.. der];
            changed[at] ^= 0x41;
            Refused(changed);
            Refused(der[..at]);
        }
    }

    [Fact]
    public void A_list_with_a_critical_part_that_is_not_known_here_is_refused()
    {
        // A delta list by this very root: it names only what changed, and would give all others their place back.
        using X509Certificate2 root = AuthorityFolder.Read(federation.PathOf("ca"), null);
        AsnWriter delta = new(AsnEncodingRules.DER);
        delta.WriteInteger(1);
        byte[] der = WithExtension(root, "2.5.29.27", delta.Encode());

        string path = federation.PathOf("delta.crl");
        File.WriteAllBytes(path, der);

        Assert.Contains("critical extension 2.5.29.27", Assert.Throws<IdentityException>(() => RevocationList.Load(path, [federation.Root])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_one_that_is_no_list_are_named()
    {
        Assert.Contains("cannot be read", Assert.Throws<IdentityException>(() => RevocationList.Load(federation.PathOf("none"), [federation.Root])).Message, StringComparison.Ordinal);
        Assert.Contains("no list of revoked certificates", Assert.Throws<IdentityException>(() => RevocationList.Load(federation.RootPath, [federation.Root])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_does_not_start_with_a_revoked_certificate_of_its_own()
    {
        (string key, string certificate) = federation.EnrolFiles("paris");
        string list = federation.Revoke("paris");

        IdentityException refused = Assert.Throws<IdentityException>(() =>
            SiloIdentity.Load("hemato-eu", "paris", key, certificate, federation.RootPath, federation.Clock, list));

        Assert.Contains("was revoked on", Assert.Single(refused.Faults).ToString(), StringComparison.Ordinal);
    }

    private void Refused(byte[] der)
    {
        string path = federation.PathOf("damaged.crl");
        File.WriteAllBytes(path, der);
        Assert.Throws<IdentityException>(() => RevocationList.Load(path, [federation.Root]));
    }

    /// <summary>The base library's builder takes no extensions, so the list is put together here.</summary>
    private static byte[] WithExtension(X509Certificate2 root, string id, byte[] value)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            WriteAlgorithm(writer);
            writer.WriteEncodedValue(root.SubjectName.RawData);
            writer.WriteUtcTime(DateTimeOffset.UnixEpoch.AddYears(50));
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(id);
                writer.WriteBoolean(true);
                writer.WriteOctetString(value);
            }
        }

        byte[] signed = writer.Encode();
        writer.Reset();
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            WriteAlgorithm(writer);
            using ECDsa key = root.GetECDsaPrivateKey()!;
            writer.WriteBitString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
        }
    }
}
