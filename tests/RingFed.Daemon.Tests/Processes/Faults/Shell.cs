using System.Diagnostics;

namespace RingFed.Daemon.Tests.Processes.Faults;

/// <summary>Runs a program of the system to its end.</summary>
internal static class Shell
{
    /// <returns>Null when it succeeded; otherwise what it complained of.</returns>
    public static string? Try(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string complaint = process.StandardError.ReadToEnd();
            output.Wait();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}, {complaint.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return $"{program}: {absent.Message}";
        }
    }

    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static void Run(string program, params string[] arguments)
    {
        if (Try(program, arguments) is { } complaint)
        {
            throw new InvalidOperationException(complaint);
        }
    }
}
