using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RingFed.Daemon.Training;
using RingFed.Federation.Identity;

namespace RingFed.Daemon.Hosting;

/// <summary>
/// Keeps the newest list of revoked certificates in the state directory, so that an old file put back in its place, by
/// mistake or by someone who was revoked, gives no one their place back: the number never goes down.
/// </summary>
internal static class RevocationCopy
{
    /// <returns>The file to judge by, and a sentence for the log when it is not the one given; no file when none is given.</returns>
    /// <exception cref="IdentityException">The list given, or the authority's certificate, cannot be used.</exception>
    public static (string? Path, string? Notice) Newest(string? given, string authorityPath, SiloState state)
    {
        if (given is null)
        {
            return (null, null);
        }

        X509Certificate2[] roots = ReadRoots(authorityPath);
        RevocationList list = RevocationList.Load(given, roots);
        if (ReadCopy(state, roots) is { } copy && copy.Number > list.Number)
        {
            return (state.Revoked, $"{given} is list number {list.Number}, but number {copy.Number} was in force here before and stays in force: put the newest list of the authority there");
        }

        AtomicFile.Write(state.Revoked, PemEncoding.WriteString("X509 CRL", list.Bytes.Span) + "\n");
        return (given, null);
    }

    // A copy that is damaged, or signed by a root that is no longer trusted, has nothing to say.
    private static RevocationList? ReadCopy(SiloState state, X509Certificate2[] roots)
    {
        try
        {
            return File.Exists(state.Revoked) ? RevocationList.Load(state.Revoked, roots) : null;
        }
        catch (IdentityException)
        {
            return null;
        }
    }

    // What is wrong with the authority's file is said where the whole identity is loaded.
    private static X509Certificate2[] ReadRoots(string path)
    {
        X509Certificate2Collection roots = [];
        try
        {
            roots.ImportFromPemFile(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new IdentityException(path, $"cannot be read: {unreadable.Message}", "put the file there that the authority returned");
        }

        return [.. roots];
    }
}
