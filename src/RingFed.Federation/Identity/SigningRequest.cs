using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>Reads a silo's signing request (PKCS #10, RFC 2986) as someone who does not trust it.</summary>
internal static class SigningRequest
{
    private const string Name = "signing request";

    /// <exception cref="IdentityException">Damaged, not signed by its own key, or for another federation or kind of key.</exception>
    public static (RingUri Name, PublicKey Key) Read(string pem, string federation)
    {
        CertificateRequest request = Load(pem);
        if (RingUri.Of(request.CertificateExtensions) is not { } name)
        {
            throw new IdentityException(Name, "does not carry exactly one ringfed://federation/silo name", "make it with `ringfed init`");
        }

        if (name.Federation != federation)
        {
            throw new IdentityException(Name, $"is for federation {name.Federation}, this authority is that of {federation}", "make it with the right federation");
        }

        using ECDsa? key = request.PublicKey.GetECDsaPublicKey();
        return key is not null && SiloKey.IsOnP256(key)
            ? (name, request.PublicKey)
            : throw new IdentityException(Name, "has a key other than ECDSA on P-256", "make it with `ringfed init`");
    }

    // Loading verifies the request's own signature: whoever asks holds the private key. Extensions are loaded only to
    // read the name; none is copied into the certificate.
    private static CertificateRequest Load(string pem)
    {
        try
        {
            return CertificateRequest.LoadSigningRequestPem(
                pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        }
        catch (Exception bad) when (bad is CryptographicException or ArgumentException)
        {
            throw new IdentityException(Name, "is damaged, or not signed by the key it names", "make it again with `ringfed init`");
        }
    }
}
