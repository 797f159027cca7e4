using System.CommandLine;
using RingFed.Daemon.Training;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;

namespace RingFed.Daemon.Commands;

/// <summary>
/// <c>ringfed restore</c>: says that a state directory was put back from a copy, so that its silo signs nothing twice. To
/// be run after the copy is in its place and before the daemon starts.
/// </summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Option<DirectoryInfo?> state = new("--state") { Description = "The silo's state directory; without it, the one that the silo's file names." };
        Command command = new(
            "restore",
            "Say that this silo's state directory was put back: after every restored backup or snapshot, and every copy of its machine, before 'ringfed run'.")
        {
            silo, state,
        };
        command.SetAction(parsed =>
        {
            string directory = parsed.GetValue(state)?.FullName ?? StateOf(parsed.GetValue(silo)!.FullName);
            Mark(directory);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"""
                marked  {directory}
                At its next start this silo asks the others what they hold of it. Until they have answered it relays and follows,
                and signs nothing: in a ring without liars until all have returned its records or two rounds have closed without
                it, otherwise until those rounds have closed. 'ringfed status' says whom it waits for. Whatever it would have
                contributed to these rounds is missed, and what it announced of its privacy budget stays announced.
                """);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Mark(string directory)
    {
        string ring = new SiloState(directory).Ring;
        if (!Directory.Exists(ring))
        {
            throw new CommandFailure(
                ExitCodes.BadInput, $"{ring} is not there: put the copy of the state directory in its place first, then mark it");
        }

        try
        {
            StateMark.Set(ring);
        }
        catch (StateInUseException busy)
        {
            throw new CommandFailure(ExitCodes.Failure, $"{busy.Message}; stop the daemon before its state is put back");
        }
    }

    private static string StateOf(string siloFile)
    {
        InputFailures failures = new();
        SiloSettings? settings = failures.Take(SiloFile.Load(siloFile));
        failures.ThrowIfAny();
        return settings!.StateDirectory;
    }
}
