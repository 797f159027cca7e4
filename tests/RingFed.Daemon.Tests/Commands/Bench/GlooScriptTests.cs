using System.Diagnostics;
using System.Text.Json;

namespace RingFed.Daemon.Tests.Commands.Bench;

/// <summary>The script that times a public library's collective, beside which `bench ring` is read.</summary>
public sealed class GlooScriptTests
{
    private static readonly string _script = Path.Combine(Architecture.SourceTree.Root, "tests", "RingFed.Benchmarks", "Gloo", "run.sh");

    [Fact]
    public async Task Without_python_it_is_skipped_with_a_sentence()
    {
        (int exitCode, string output) = await RunAsync("/nowhere/python3");

        Assert.Equal(0, exitCode);
        Assert.StartsWith("skipped: there is no /nowhere/python3", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_gather_each_others_vectors()
    {
        (int exitCode, string output) = await RunAsync(null, "--silos", "2", "--parameters", "1000", "--repeats", "1");
        if (output.StartsWith("skipped:", StringComparison.Ordinal))
        {
            Assert.Skip(output);
        }

        Assert.Equal(0, exitCode);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(4000, report.GetProperty("bytesInPerSilo").GetInt64());
        Assert.True(report.GetProperty("secondsMedian").GetDouble() > 0);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string? python, params string[] options)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("a shell script");
        }

        ProcessStartInfo start = new("bash", [_script, .. options]) { RedirectStandardOutput = true };
        if (python is not null)
        {
            start.Environment["PYTHON"] = python;
        }

        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output.Trim());
    }
}
