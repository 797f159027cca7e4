using RingFed.Federation.Identity;

namespace RingFed.Federation.Tests.Identity;

public sealed class EnrolmentTests : IDisposable
{
    private readonly TestFederation federation = new();

    public void Dispose() => federation.Dispose();

    [Fact]
    public void A_request_comes_with_a_key_that_only_its_owner_can_read()
    {
        EnrolmentRequest request = Enrolment.CreateRequest("bologna", "hemato-eu", federation.PathOf("silo"));

        Assert.False(request.KeyWasKept);
        Assert.StartsWith("-----BEGIN CERTIFICATE REQUEST-----", File.ReadAllText(request.RequestPath), StringComparison.Ordinal);
        using SiloKey key = SiloKey.Load(request.KeyPath);
        Assert.Equal(key.Digest, request.Key);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(request.KeyPath));
        }
    }

    [Fact]
    public void A_second_request_keeps_the_key_so_that_renewal_changes_no_topology()
    {
        EnrolmentRequest first = Enrolment.CreateRequest("bologna", "hemato-eu", federation.PathOf("silo"));
        EnrolmentRequest second = Enrolment.CreateRequest("bologna", "hemato-eu", federation.PathOf("silo"));
        Assert.True(second.KeyWasKept);
        Assert.Equal(first.Key, second.Key);
    }

    [Fact]
    public void A_key_is_never_overwritten()
    {
        using SiloKey key = SiloKey.Create();
        key.Save(federation.PathOf("k.pem"));
        Assert.Throws<IOException>(() => key.Save(federation.PathOf("k.pem")));
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused_with_the_command_that_mends_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes do not exist on Windows");
            return;
        }

        using SiloKey key = SiloKey.Create();
        string path = federation.PathOf("k.pem");
        key.Save(path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal($"run `chmod 600 {path}`", Fault(() => SiloKey.Load(path)).Remedy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void A_file_that_is_no_key_is_refused(string text)
    {
        string path = federation.PathOf("k.pem");
        PrivateFile.WriteNew(path, text);
        Assert.Contains("not an unencrypted private key", Fault(() => SiloKey.Load(path)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_public_key_or_one_on_another_curve_is_refused()
    {
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        PrivateFile.WriteNew(federation.PathOf("p384.pem"), other.ExportPkcs8PrivateKeyPem());
        PrivateFile.WriteNew(federation.PathOf("public.pem"), other.ExportSubjectPublicKeyInfoPem());
        Assert.Contains("another curve", Fault(() => SiloKey.Load(federation.PathOf("p384.pem"))).Problem, StringComparison.Ordinal);
        Assert.Contains("not an unencrypted", Fault(() => SiloKey.Load(federation.PathOf("public.pem"))).Problem, StringComparison.Ordinal);
    }

    private static IdentityFault Fault(Action act) => Assert.Single(Assert.Throws<IdentityException>(act).Faults);
}
