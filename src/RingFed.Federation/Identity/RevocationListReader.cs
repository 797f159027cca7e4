using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>
/// DER to <see cref="RevocationList"/>, believing nothing before its signature (RFC 5280, 5.1 and 6.3):
/// <code>
/// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
/// TBSCertList     ::= SEQUENCE { version 1, signature, issuer, thisUpdate, nextUpdate OPTIONAL,
///                                SEQUENCE OF { serial, date, extensions OPTIONAL } OPTIONAL, [0] extensions }
/// </code>
/// </summary>
internal static class RevocationListReader
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string NumberExtension = "2.5.29.20";
    private const string AuthorityKeyExtension = "2.5.29.35";
    private const string ReasonExtension = "2.5.29.21";

    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0);

    /// <exception cref="IdentityException">Damaged, not signed by these roots, or with critical parts that are not known here.</exception>
    public static RevocationList Read(ReadOnlyMemory<byte> der, IReadOnlyCollection<X509Certificate2> roots, string path)
    {
        try
        {
            AsnReader outer = new(der, AsnEncodingRules.DER);
            AsnReader list = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            ReadOnlyMemory<byte> signed = list.ReadEncodedValue();
            RequireAlgorithm(list);
            byte[] signature = list.ReadBitString(out int unusedBits);
            list.ThrowIfNotEmpty();
            return unusedBits == 0
                ? ReadSigned(signed, signature, roots, der, path)
                : throw new AsnContentException("a signature of whole bytes was expected");
        }
        catch (AsnContentException damaged)
        {
            throw new IdentityException(path, $"is a damaged list of revoked certificates: {damaged.Message}", "put the list there that `ringfed ca revoke` wrote");
        }
    }

    private static RevocationList ReadSigned(
        ReadOnlyMemory<byte> signed, byte[] signature, IReadOnlyCollection<X509Certificate2> roots, ReadOnlyMemory<byte> der, string path)
    {
        AsnReader fields = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        if (fields.ReadInteger() != 1)
        {
            throw new AsnContentException("version 2 was expected");
        }

        RequireAlgorithm(fields);
        byte[] issuer = fields.ReadEncodedValue().ToArray();
        if (!roots.Any(root => IsSignedBy(root, issuer, signed.Span, signature)))
        {
            throw new IdentityException(path, "is not signed by the federation's authority", "put the list there that `ringfed ca revoke` wrote at the authority");
        }

        ReadTime(fields);
        DateTimeOffset? nextUpdate = IsTime(fields) ? ReadTime(fields) : null;
        Dictionary<string, DateTimeOffset> revoked = IsSequence(fields) ? ReadEntries(fields.ReadSequence()) : [];
        BigInteger number = ReadNumber(fields.ReadSequence(Extensions).ReadSequence());
        fields.ThrowIfNotEmpty();
        return new RevocationList(number, nextUpdate, issuer, revoked, der);
    }

    private static bool IsSignedBy(X509Certificate2 root, byte[] issuer, ReadOnlySpan<byte> signed, byte[] signature)
    {
        using ECDsa? key = root.GetECDsaPublicKey();
        return key is not null
            && root.SubjectName.RawData.AsSpan().SequenceEqual(issuer)
            && root.Extensions.OfType<X509KeyUsageExtension>().Any(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
            && key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static Dictionary<string, DateTimeOffset> ReadEntries(AsnReader entries)
    {
        Dictionary<string, DateTimeOffset> revoked = [];
        while (entries.HasData)
        {
            AsnReader entry = entries.ReadSequence();
            string serial = RevocationList.SerialText(entry.ReadIntegerBytes().Span);
            revoked[serial] = ReadTime(entry);
            if (entry.HasData)
            {
                ReadExtensions(entry.ReadSequence(), [ReasonExtension]);
            }

            entry.ThrowIfNotEmpty();
        }

        return revoked;
    }

    private static BigInteger ReadNumber(AsnReader extensions)
    {
        Dictionary<string, byte[]> known = ReadExtensions(extensions, [NumberExtension, AuthorityKeyExtension]);
        return known.TryGetValue(NumberExtension, out byte[]? number)
            ? new AsnReader(number, AsnEncodingRules.DER).ReadInteger()
            : throw new AsnContentException("a list number was expected");
    }

    /// <summary>
    /// A critical extension that is not known changes what the list means (a delta, another issuer's certificates), so a
    /// list with one must not be used (RFC 5280, 5.2).
    /// </summary>
    private static Dictionary<string, byte[]> ReadExtensions(AsnReader extensions, string[] known)
    {
        Dictionary<string, byte[]> values = [];
        while (extensions.HasData)
        {
            AsnReader extension = extensions.ReadSequence();
            string id = extension.ReadObjectIdentifier();
            bool isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            values[id] = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (isCritical && !known.Contains(id))
            {
                throw new AsnContentException($"critical extension {id} is not known");
            }
        }

        return values;
    }

    private static void RequireAlgorithm(AsnReader reader)
    {
        AsnReader algorithm = reader.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != EcdsaWithSha256)
        {
            throw new AsnContentException("ECDSA with SHA-256 was expected");
        }

        algorithm.ThrowIfNotEmpty();
    }

    private static bool IsSequence(AsnReader reader) => reader.HasData && reader.PeekTag() == Asn1Tag.Sequence;

    private static bool IsTime(AsnReader reader) =>
        reader.HasData && (reader.PeekTag() == Asn1Tag.UtcTime || reader.PeekTag() == Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
