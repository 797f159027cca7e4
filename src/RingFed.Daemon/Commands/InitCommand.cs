using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Federation.Identity;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed init</c>: makes a silo's key and the request for its certificate. The key never leaves the folder.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        Option<string> silo = new("--silo") { Description = "The silo's name in the roster.", Required = true };
        Option<string> federation = new("--federation") { Description = "The federation's name.", Required = true };
        Option<DirectoryInfo> directory = new("--out") { Description = "Folder for key and request.", DefaultValueFactory = _ => new DirectoryInfo(".") };
        Option<bool> json = CommonOptions.Json();
        Command command = new("init", "Make this silo's key and the request for its certificate.") { silo, federation, directory, json };
        command.SetAction(parsed =>
        {
            EnrolmentRequest request = CommandFailure.OnBadIdentity(() => Enrolment.CreateRequest(
                parsed.GetValue(silo)!, parsed.GetValue(federation)!, parsed.GetValue(directory)!.FullName));
            InitReport report = new(request.Key.Text, request.KeyPath, request.RequestPath, request.KeyWasKept);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, InitJsonContext.Default.InitReport)
                : $"""
                {(report.KeyWasKept ? "kept the key" : "wrote the key")}  {report.KeyFile} (it never leaves this machine)
                wrote the request  {report.RequestFile} (send it to the federation's authority)
                key digest  {report.Key} (for the topology; confirm it to the authority by telephone)
                """);
            return ExitCodes.Success;
        });
        return command;
    }
}

internal sealed record InitReport(string Key, string KeyFile, string RequestFile, bool KeyWasKept);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(InitReport))]
internal sealed partial class InitJsonContext : JsonSerializerContext;
