using System.Collections.Frozen;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>
/// Which certificates the authority took back (RFC 5280, section 5): serial numbers, signed by the federation's root. The
/// base library makes such lists but its chain policy takes none, so this one is read and judged here. Immutable.
/// </summary>
public sealed class RevocationList
{
    /// <summary>A file: some ten thousand certificates, when a federation has a few hundred in its life.</summary>
    private const int BytesMax = 1024 * 1024;

    private const string PemLabel = "X509 CRL";

    private readonly FrozenDictionary<string, DateTimeOffset> revoked;
    private readonly byte[] issuer;

    internal RevocationList(
        BigInteger number,
        DateTimeOffset? nextUpdate,
        byte[] issuer,
        IReadOnlyDictionary<string, DateTimeOffset> revoked,
        ReadOnlyMemory<byte> bytes)
    {
        (Number, NextUpdate, this.issuer, Bytes) = (number, nextUpdate, issuer, bytes);
        this.revoked = revoked.ToFrozenDictionary();
    }

    /// <summary>Rises with each list of an authority; an older list would give a revoked silo its place back.</summary>
    public BigInteger Number { get; }

    /// <summary>
    /// When the authority promised the next list; null when it did not. An overdue list is warned of and used on: a ring
    /// must not stop because an office was closed.
    /// </summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>Certificates on the list.</summary>
    public int Count => revoked.Count;

    /// <summary>DER, as it was signed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads a list and checks that one of the roots signed it.</summary>
    /// <param name="path">PEM ("X509 CRL") or DER.</param>
    /// <exception cref="IdentityException">Unreadable, damaged, or not signed by these roots.</exception>
    public static RevocationList Load(string path, IReadOnlyCollection<X509Certificate2> roots) =>
        RevocationListReader.Read(DerOf(ReadFile(path), path), roots, path);

    /// <returns>When the certificate was revoked; null when it is not on the list, or the list is not its issuer's.</returns>
    public DateTimeOffset? RevokedAt(X509Certificate2 certificate) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer)
        && revoked.TryGetValue(SerialText(certificate.SerialNumberBytes.Span), out DateTimeOffset at)
            ? at
            : null;

    /// <summary>Serial numbers are compared as numbers: DER puts a zero before those whose first bit is set.</summary>
    internal static string SerialText(ReadOnlySpan<byte> serial) => Convert.ToHexStringLower(serial.TrimStart((byte)0));

    internal static string ToPem(ReadOnlySpan<byte> der) => PemEncoding.WriteString(PemLabel, der) + "\n";

    private static byte[] ReadFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= BytesMax
                ? File.ReadAllBytes(path)
                : throw new IdentityException(path, $"is larger than {BytesMax} bytes", "put the list there that `ringfed ca revoke` wrote");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException(path, $"cannot be read: {unreadable.Message}", "put the list there that `ringfed ca revoke` wrote");
        }
    }

    private static byte[] DerOf(byte[] file, string path)
    {
        if (file is [0x30, ..])
        {
            return file;
        }

        string text = System.Text.Encoding.ASCII.GetString(file);
        return PemEncoding.TryFind(text, out PemFields fields) && text[fields.Label] == PemLabel
            ? Convert.FromBase64String(text[fields.Base64Data])
            : throw new IdentityException(path, "is no list of revoked certificates in PEM or DER", "put the list there that `ringfed ca revoke` wrote");
    }
}
