using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>
/// Whose certificate it is: <c>ringfed://federation/silo</c>, as a URI in the subject alternative name (RFC 5280,
/// 4.2.1.6). The subject itself is for people and decides nothing.
/// </summary>
public sealed record RingUri(string Federation, string Silo)
{
    private const string Scheme = "ringfed://";
    private const string SubjectAlternativeName = "2.5.29.17";

    // GeneralName ::= CHOICE { ... uniformResourceIdentifier [6] IA5String ... }
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    /// <returns>Null when the text is not exactly such a URI with two valid names.</returns>
    public static RingUri? Parse(string text)
    {
        string[] names = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..].Split('/') : [];
        return names.Length == 2 && RingName.IsValid(names[0]) && RingName.IsValid(names[1])
            ? new RingUri(names[0], names[1])
            : null;
    }

    /// <returns>Null when the certificate has no such URI, several, or an alternative name that cannot be read.</returns>
    public static RingUri? Of(X509Certificate2 certificate) => Of(certificate.Extensions);

    internal static RingUri? Of(IEnumerable<X509Extension> extensions)
    {
        List<string> uris = [];
        foreach (X509Extension extension in extensions.Where(each => each.Oid?.Value == SubjectAlternativeName))
        {
            try
            {
                uris.AddRange(ReadUris(extension.RawData));
            }
            catch (AsnContentException)
            {
                return null;
            }
        }

        uris.RemoveAll(uri => !uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase));
        return uris.Count == 1 ? Parse(uris[0]) : null;
    }

    internal X509Extension ToExtension()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, ToString(), UriTag);
        }

        return new X509Extension(SubjectAlternativeName, writer.Encode(), critical: false);
    }

    public override string ToString() => $"{Scheme}{Federation}/{Silo}";

    private static List<string> ReadUris(byte[] extension)
    {
        List<string> uris = [];
        AsnReader outer = new(extension, AsnEncodingRules.DER);
        AsnReader names = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        while (names.HasData)
        {
            if (names.PeekTag().HasSameClassAndValue(UriTag))
            {
                uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
            }
            else
            {
                names.ReadEncodedValue();
            }
        }

        return uris;
    }
}
