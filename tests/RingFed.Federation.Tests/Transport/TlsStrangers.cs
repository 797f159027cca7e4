using System.Security.Cryptography.X509Certificates;
using RingFed.Federation.Tests.Identity;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Transport;

/// <summary>Every kind of certificate that must not get in, and what both sides are to read about it.</summary>
internal static class TlsStrangers
{
    public static readonly TheoryData<string, WireFaultCode, string> All = new()
    {
        { "foreign authority", WireFaultCode.CertificateRefused, "issued by another authority" },
        { "expired", WireFaultCode.CertificateRefused, "expired on 2026-11-20" },
        { "not yet valid", WireFaultCode.CertificateRefused, "not valid before 2026-11-22" },
        { "self-signed", WireFaultCode.CertificateRefused, "self-signed" },
        { "wrong usage", WireFaultCode.CertificateRefused, "may not be used as a TLS" },
        { "no ring name", WireFaultCode.CertificateRefused, "ringfed://federation/silo" },
        { "wrong silo", WireFaultCode.WrongSilo, "belongs to silo berlin, expected" },
        { "wrong federation", WireFaultCode.WrongFederation, "belongs to another federation" },
    };

    /// <param name="silo">The name that a good peer would have.</param>
    /// <param name="wrongUse">The usage of the other end.</param>
    public static X509Certificate2 Make(TestFederation federation, string kind, string silo, string wrongUse)
    {
        string uri = $"ringfed://hemato-eu/{silo}";
        switch (kind)
        {
            case "foreign authority":
                using (TestFederation foreign = new(clock: federation.Clock))
                {
                    return foreign.Forge(uri);
                }

            case "self-signed":
                return federation.SelfSigned(uri);
            case "expired":
                return federation.Forge(uri, fromDays: -3, toDays: -1);
            case "not yet valid":
                return federation.Forge(uri, fromDays: 1);
            case "wrong usage":
                return federation.Forge(uri, uses: [wrongUse]);
            case "no ring name":
                return federation.Forge("https://hemato-eu/" + silo);
            case "wrong silo":
                return federation.Forge("ringfed://hemato-eu/berlin");
            case "wrong federation":
                return federation.Forge("ringfed://cardio-eu/" + silo);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such stranger");
        }
    }
}
