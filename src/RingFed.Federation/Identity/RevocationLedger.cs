using System.Text.Json;

namespace RingFed.Federation.Identity;

/// <summary>
/// Every certificate that an authority revoked, one JSON line each, oldest first. Written, through to the disk, before the
/// list that names it: a lost list is made again from here, and forgets no one.
/// </summary>
internal sealed class RevocationLedger(string path)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public void Append(IEnumerable<RevokedCertificate> certificates)
    {
        using FileStream stream = new(path, FileMode.Append, FileAccess.Write, FileShare.None);
        foreach (RevokedCertificate certificate in certificates)
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(certificate, Json));
            stream.WriteByte((byte)'\n');
        }

        stream.Flush(flushToDisk: true);
    }

    /// <exception cref="IdentityException">A line cannot be read.</exception>
    public IReadOnlyList<RevokedCertificate> ReadAll()
    {
        try
        {
            return File.Exists(path)
                ? [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<RevokedCertificate>(line, Json)!)]
                : [];
        }
        catch (JsonException damaged)
        {
            throw new IdentityException(path, $"has a damaged line: {damaged.Message}", "restore it from a backup of the authority's folder");
        }
    }
}
