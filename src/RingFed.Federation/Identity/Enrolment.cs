using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>What <c>ringfed init</c> made.</summary>
/// <param name="Key">For the silo's line in the topology.</param>
/// <param name="KeyWasKept">A key was there and is used again, as for a renewal.</param>
public sealed record EnrolmentRequest(string KeyPath, string RequestPath, SpkiDigest Key, bool KeyWasKept);

/// <summary>A silo's side of becoming a member: a key of its own, and a request for the authority to sign (PKCS #10).</summary>
public static class Enrolment
{
    /// <summary>Writes <c>{silo}.key.pem</c>, unless it is there, and <c>{silo}.csr.pem</c> into the folder.</summary>
    /// <exception cref="ArgumentException">A name breaks the rule of <see cref="RingName"/>.</exception>
    /// <exception cref="IdentityException">The key that is there cannot be used.</exception>
    public static EnrolmentRequest CreateRequest(string silo, string federation, string folder)
    {
        RingUri name = new(RingName.Require(federation, "federation"), RingName.Require(silo, "silo"));
        Directory.CreateDirectory(folder);
        string keyPath = Path.Combine(folder, $"{silo}.key.pem");
        bool kept = File.Exists(keyPath);
        using SiloKey key = kept ? SiloKey.Load(keyPath) : SiloKey.Create();
        if (!kept)
        {
            key.Save(keyPath);
        }

        string requestPath = Path.Combine(folder, $"{silo}.csr.pem");
        File.WriteAllText(requestPath, CreateRequestPem(name, key));
        return new EnrolmentRequest(keyPath, requestPath, key.Digest, kept);
    }

    private static string CreateRequestPem(RingUri name, SiloKey key)
    {
        CertificateRequest request = new(DistinguishedName.Of(name), key.Ecdsa, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(name.ToExtension());
        return request.CreateSigningRequestPem() + "\n";
    }
}
