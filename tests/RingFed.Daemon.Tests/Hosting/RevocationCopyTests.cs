using RingFed.Daemon.Hosting;
using RingFed.Daemon.Training;
using RingFed.Federation.Identity;
using System.Security.Cryptography.X509Certificates;

namespace RingFed.Daemon.Tests.Hosting;

public sealed class RevocationCopyTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly SiloState _state;
    private readonly CertificateAuthority _authority;

    public RevocationCopyTests()
    {
        _state = new SiloState(_folder["state"]);
        _state.Create();
        _authority = CertificateAuthority.Init("demo", _folder["ca"], passphrase: null, TimeProvider.System);
        EnrolmentRequest request = Enrolment.CreateRequest("paris", "demo", _folder["paris"]);
        _authority.Sign(File.ReadAllText(request.RequestPath), 30);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_older_list_than_one_seen_before_is_not_used_and_the_operator_is_told_both_numbers()
    {
        string older = Copy(Revoke(), "older.pem");
        string newer = Copy(Revoke(), "newer.pem");

        Assert.Equal((newer, null), RevocationCopy.Newest(newer, _authority.RootPath, _state));
        (string? path, string? notice) = RevocationCopy.Newest(older, _authority.RootPath, _state);

        Assert.Equal(_state.Revoked, path);
        Assert.Contains("is list number 1, but number 2 was in force", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_list_is_taken_and_a_damaged_copy_says_nothing()
    {
        string given = Revoke();
        File.WriteAllText(_state.Revoked, "torn");

        Assert.Equal((given, null), RevocationCopy.Newest(given, _authority.RootPath, _state));
        using X509Certificate2 root = X509CertificateLoader.LoadCertificateFromFile(_authority.RootPath);
        Assert.Equal(1, RevocationList.Load(_state.Revoked, [root]).Number);
    }

    [Fact]
    public void A_silo_that_was_given_no_list_has_none() =>
        Assert.Equal((null, null), RevocationCopy.Newest(null, _authority.RootPath, _state));

    private string Revoke()
    {
        _authority.Revoke("paris", serial: null, X509RevocationReason.Unspecified);
        return _authority.RevocationsPath;
    }

    private string Copy(string path, string name)
    {
        File.Copy(path, _folder[name]);
        return _folder[name];
    }
}
