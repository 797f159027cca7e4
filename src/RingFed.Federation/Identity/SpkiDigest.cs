using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>
/// SHA-256 of a public key's SubjectPublicKeyInfo (RFC 5280, 4.1.2.7; as in RFC 7469). The topology names each silo's
/// key by it, so a renewed certificate on the same key changes nothing.
/// </summary>
public sealed record SpkiDigest
{
    private const string Prefix = "sha256:";
    private const int Bytes = 32;

    private SpkiDigest(string text) => Text = text;

    /// <summary>"sha256:" and 64 lower-case hexadecimal digits.</summary>
    public string Text { get; }

    /// <param name="subjectPublicKeyInfo">DER.</param>
    public static SpkiDigest Of(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        new(Prefix + Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo)));

    public static SpkiDigest Of(X509Certificate2 certificate) => Of(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>Reads the text form; upper-case digits are not accepted, so that equal keys have equal texts.</summary>
    public static SpkiDigest? Parse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.Length == Prefix.Length + 2 * Bytes
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0
            ? new SpkiDigest(text)
            : null;

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Text.AsSpan(Prefix.Length));

    public override string ToString() => Text;
}
