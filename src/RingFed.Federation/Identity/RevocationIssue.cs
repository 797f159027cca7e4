using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>Makes and signs the list of revoked certificates at the authority.</summary>
internal static class RevocationIssue
{
    /// <summary>Promised to silos, which warn when it has passed: as often as a certificate is renewed at least.</summary>
    private const int DaysToNext = 90;

    /// <summary>Replaces the list by one of all revocations, its number one higher than that of the list before it.</summary>
    public static void Write(string path, X509Certificate2 root, IReadOnlyList<RevokedCertificate> revoked, DateTimeOffset now)
    {
        CertificateRevocationListBuilder builder = new();
        foreach (RevokedCertificate certificate in revoked)
        {
            builder.AddEntry(Convert.FromHexString(certificate.Serial), certificate.RevokedAt, Enum.Parse<X509RevocationReason>(certificate.Reason));
        }

        BigInteger number = File.Exists(path) ? RevocationList.Load(path, [root]).Number + 1 : 1;
        byte[] der = builder.Build(root, number, now.AddDays(DaysToNext), HashAlgorithmName.SHA256, thisUpdate: now);
        string beside = path + ".writing";
        File.WriteAllText(beside, RevocationList.ToPem(der));
        File.Move(beside, path, overwrite: true);
    }
}
