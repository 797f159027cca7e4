using System.Text.Json;
using System.Text.Json.Serialization;

namespace RingFed.Federation.Identity;

/// <summary>
/// Every certificate that an authority issued, one JSON line each, oldest first. Written, through to the disk, before
/// the certificate is handed out: what is not listed was never issued.
/// </summary>
internal sealed class IssuanceLedger(string path)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public void Append(IssuedCertificate certificate)
    {
        using FileStream stream = new(path, FileMode.Append, FileAccess.Write, FileShare.None);
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(certificate, Json));
        stream.WriteByte((byte)'\n');
        stream.Flush(flushToDisk: true);
    }

    /// <exception cref="IdentityException">A line cannot be read.</exception>
    public IReadOnlyList<IssuedCertificate> ReadAll()
    {
        try
        {
            return [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<IssuedCertificate>(line, Json)!)];
        }
        catch (JsonException damaged)
        {
            throw new IdentityException(path, $"has a damaged line: {damaged.Message}", "restore it from a backup of the authority's folder");
        }
    }
}
