using System.Diagnostics;

namespace RingFed.Federation.Tests.Aggregation;

/// <summary>Runs a class of tests again in a process that is denied vector instructions.</summary>
internal static class NarrowerProcessor
{
    public static TheoryData<string> Settings => ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];

    /// <param name="setting">Set to 0 there.</param>
    /// <param name="total">Tests that the class has: none may be passed over.</param>
    public static async Task RunAsync(Type tests, string setting, int total)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            ArgumentList = { tests.Assembly.Location, "-class", tests.FullName!, "-noColor" },
            Environment = { [setting] = "0" },
        };
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.Ordinal))
        {
            start.ArgumentList.RemoveAt(0);
        }

        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
        Assert.Contains($"Total: {total}, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
    }
}
