using RingFed.Federation.Identity;

namespace RingFed.Federation.Tests.Identity;

public sealed class SiloIdentityTests : IDisposable
{
    private readonly TestFederation federation = new();

    public void Dispose() => federation.Dispose();

    [Fact]
    public void What_init_and_sign_wrote_loads_as_an_identity()
    {
        using SiloIdentity identity = federation.Enrol("bologna", days: 60);
        Assert.Equal(("hemato-eu", "bologna"), (identity.Federation, identity.Silo));
        Assert.True(identity.Certificate.HasPrivateKey);
        Assert.Equal(federation.Clock.GetUtcNow().AddDays(60), identity.NotAfter);
    }

    [Fact]
    public void Everything_wrong_with_the_files_is_reported_at_once()
    {
        (_, string certificate) = federation.EnrolFiles("bologna", days: 1);
        (string otherKey, _) = federation.EnrolFiles("paris");
        federation.Clock.Advance(TimeSpan.FromDays(2));

        IdentityException refused = Assert.Throws<IdentityException>(
            () => SiloIdentity.Load("hemato-eu", "bologna", otherKey, certificate, federation.RootPath, federation.Clock));
        Assert.Collection(
            refused.Faults,
            fault => Assert.Contains("another key", fault.Problem, StringComparison.Ordinal),
            fault => Assert.Contains("expired on", fault.Problem, StringComparison.Ordinal));

        IdentityException missing = Assert.Throws<IdentityException>(
            () => SiloIdentity.Load("hemato-eu", "bologna", "no.key", "no.cert", "no.root", federation.Clock));
        Assert.Equal(["no.key", "no.cert", "no.root"], missing.Faults.Select(fault => fault.File));
    }

    [Fact]
    public void A_certificate_of_another_silo_or_authority_is_not_mine()
    {
        (string key, string certificate) = federation.EnrolFiles("bologna");
        Assert.Contains("belongs to silo bologna, expected paris", Problem("hemato-eu", "paris", federation.RootPath), StringComparison.Ordinal);
        Assert.Contains("another federation", Problem("cardio-eu", "bologna", federation.RootPath), StringComparison.Ordinal);
        using TestFederation other = new();
        Assert.Contains("another authority", Problem("hemato-eu", "bologna", other.RootPath), StringComparison.Ordinal);

        string Problem(string name, string silo, string root) => Assert.Single(Assert.Throws<IdentityException>(
            () => SiloIdentity.Load(name, silo, key, certificate, root, federation.Clock)).Faults).Problem;
    }

    [Fact]
    public void A_damaged_certificate_file_is_named()
    {
        (string key, string certificate) = federation.EnrolFiles("bologna");
        string damaged = federation.PathOf("damaged.pem");
        File.WriteAllText(damaged, File.ReadAllText(certificate).Replace("MII", "AAA", StringComparison.Ordinal));
        Assert.Equal(damaged, Assert.Single(Assert.Throws<IdentityException>(
            () => SiloIdentity.Load("hemato-eu", "bologna", key, damaged, federation.RootPath, federation.Clock)).Faults).File);
    }
}
