using RingFed.Daemon.Commands;

namespace RingFed.Daemon.Tests.Commands;

/// <summary>Runs <c>ringfed</c> inside the test process and keeps what it printed.</summary>
internal sealed record Invocation(int ExitCode, string Output, string Error)
{
    public static async Task<Invocation> RunAsync(params string[] arguments)
    {
        StringWriter output = new();
        StringWriter error = new();
        int exitCode = await CommandLine.InvokeAsync(arguments, output, error);
        return new Invocation(exitCode, output.ToString(), error.ToString());
    }
}
