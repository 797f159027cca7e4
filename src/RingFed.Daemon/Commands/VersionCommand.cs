using System.CommandLine;

namespace RingFed.Daemon.Commands;

internal static class VersionCommand
{
    public static Command Create()
    {
        Command command = new("version", "Print the version.");
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine($"ringfed {ProductVersion.Text}"));
        return command;
    }
}
