using System.Security.Cryptography.X509Certificates;

namespace RingFed.Federation.Identity;

/// <summary>Subjects of certificates. For people: what decides is the <see cref="RingUri"/>.</summary>
internal static class DistinguishedName
{
    public static X500DistinguishedName Of(RingUri name) => Build(name.Federation, name.Silo);

    public static X500DistinguishedName OfAuthority(string federation) => Build(federation, $"{federation} authority");

    private static X500DistinguishedName Build(string organisation, string commonName)
    {
        X500DistinguishedNameBuilder builder = new();
        builder.AddOrganizationName(organisation);
        builder.AddCommonName(commonName);
        return builder.Build();
    }
}
