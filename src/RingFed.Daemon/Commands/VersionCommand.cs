using System.CommandLine;
using System.Reflection;

namespace RingFed.Daemon.Commands;

internal static class VersionCommand
{
    public static string Version { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static Command Create()
    {
        Command command = new("version", "Print the version.");
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine($"ringfed {Version}"));
        return command;
    }
}
