using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Federation.Identity;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed ca</c>: the federation's authority, an offline folder.</summary>
internal static class CaCommand
{
    /// <summary>Passphrases come by environment or file, never by command line, where every user of the machine sees them.</summary>
    private const string PassphraseVariable = "RINGFED_CA_PASSPHRASE";

    private const int DaysDefault = 365;

    public static Command Create()
    {
        Command command = new("ca", $"The federation's certificate authority: an offline folder. Its key is encrypted when {PassphraseVariable} is set.");
        command.Subcommands.Add(CreateInit());
        command.Subcommands.Add(CreateSign());
        command.Subcommands.Add(CreateRevoke());
        command.Subcommands.Add(CreateList());
        return command;
    }

    private static Option<DirectoryInfo> Folder() => new("--dir") { Description = "The authority's folder.", DefaultValueFactory = _ => new DirectoryInfo("authority") };

    private static string? Passphrase => Environment.GetEnvironmentVariable(PassphraseVariable);

    private static Command CreateInit()
    {
        Option<string> federation = new("--federation") { Description = "The federation's name.", Required = true };
        Option<DirectoryInfo> folder = Folder();
        Command command = new("init", "Make the authority's key and root certificate.") { federation, folder };
        command.SetAction(parsed =>
        {
            using CertificateAuthority authority = CommandFailure.OnBadIdentity(() => CertificateAuthority.Init(
                parsed.GetValue(federation)!, parsed.GetValue(folder)!.FullName, Passphrase, TimeProvider.System));
            parsed.InvocationConfiguration.Output.WriteLine(
                $"wrote the authority of '{authority.Federation}'; give {authority.RootPath} to every silo"
                + (Passphrase is null ? $"{Environment.NewLine}the key is not encrypted: keep the folder offline, or set {PassphraseVariable} before 'ca init'" : ""));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateSign()
    {
        Argument<FileInfo> request = new("request") { Description = "The silo's request (*.csr.pem)." };
        Option<DirectoryInfo> folder = Folder();
        Option<int> days = new("--days") { Description = $"Days of validity, 1 to {CertificateAuthority.DaysMax}.", DefaultValueFactory = _ => DaysDefault };
        Option<FileInfo> output = new("--out", "-o") { Description = "Certificate file to write.", Required = true };
        Option<bool> json = CommonOptions.Json();
        Command command = new("sign", "Sign a silo's request.") { request, folder, days, output, json };
        command.SetAction(parsed =>
        {
            IssuedCertificate entry = CommandFailure.OnBadIdentity(() => Sign(
                parsed.GetValue(folder)!.FullName, parsed.GetValue(request)!.FullName, parsed.GetValue(days), parsed.GetValue(output)!.FullName));
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(entry, CaJsonContext.Default.IssuedCertificate)
                : $"""
                signed {entry.Silo}, valid until {entry.NotAfter:yyyy-MM-dd}: {parsed.GetValue(output)!.FullName}
                key digest  {entry.Key} (must be the one the silo read out to you)
                """);
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateRevoke()
    {
        Argument<string> silo = new("silo") { Description = "Whose certificates to take back." };
        Option<string?> serial = new("--serial") { Description = "One certificate only, by its number in 'ca list'. Left out: all of the silo that are in force." };
        Option<X509RevocationReason> reason = new("--reason") { Description = "What the list gives as the reason.", DefaultValueFactory = _ => X509RevocationReason.Unspecified };
        Option<DirectoryInfo> folder = Folder();
        Option<bool> json = CommonOptions.Json();
        Command command = new("revoke", "Take certificates of a silo back, and write the list that every silo is to be given ('revoked' in silo.yaml).") { silo, serial, reason, folder, json };
        command.SetAction(parsed =>
        {
            (IReadOnlyList<RevokedCertificate> revoked, string list) = CommandFailure.OnBadIdentity(() =>
            {
                using CertificateAuthority authority = CertificateAuthority.Open(parsed.GetValue(folder)!.FullName, Passphrase, TimeProvider.System);
                return (authority.Revoke(parsed.GetValue(silo)!, parsed.GetValue(serial), parsed.GetValue(reason)), authority.RevocationsPath);
            });
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(revoked, CaJsonContext.Default.IReadOnlyListRevokedCertificate)
                : $"""
                revoked {revoked.Count} certificate(s) of {parsed.GetValue(silo)}; give {list} to every silo
                its key stays in the topology: list the silo no more, or with a new key, in a new epoch
                """);
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateList()
    {
        Option<DirectoryInfo> folder = Folder();
        Option<bool> json = CommonOptions.Json();
        Command command = new("list", "List the certificates that were issued.") { folder, json };
        command.SetAction(parsed =>
        {
            using CertificateAuthority authority = CommandFailure.OnBadIdentity(() =>
                CertificateAuthority.Open(parsed.GetValue(folder)!.FullName, Passphrase, TimeProvider.System));
            IReadOnlyList<IssuedCertificate> issued = authority.List();
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(issued, CaJsonContext.Default.IReadOnlyListIssuedCertificate)
                : string.Join(Environment.NewLine, issued.Select(entry => $"{entry.Serial}  {entry.Silo,-20}  until {entry.NotAfter:yyyy-MM-dd}  {entry.Key}{(entry.RevokedAt is { } at ? $"  revoked {at:yyyy-MM-dd}" : "")}")));
            return ExitCodes.Success;
        });
        return command;
    }

    private static IssuedCertificate Sign(string folder, string requestPath, int days, string output)
    {
        if (!File.Exists(requestPath))
        {
            throw new IdentityException(requestPath, "does not exist", "give the request that 'ringfed init' wrote at the silo");
        }

        using CertificateAuthority authority = CertificateAuthority.Open(folder, Passphrase, TimeProvider.System);
        (string pem, IssuedCertificate entry) = authority.Sign(File.ReadAllText(requestPath), days);
        File.WriteAllText(output, pem);
        return entry;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IssuedCertificate))]
[JsonSerializable(typeof(IReadOnlyList<IssuedCertificate>))]
[JsonSerializable(typeof(IReadOnlyList<RevokedCertificate>))]
internal sealed partial class CaJsonContext : JsonSerializerContext;
