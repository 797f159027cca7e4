using System.Diagnostics;

namespace RingFed.Federation.Tests.Codecs;

/// <summary>Runs the digests of <see cref="SameBytesTests"/> in a process that is denied vector instructions.</summary>
public sealed class NarrowerProcessorTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Codecs_give_the_same_values_without(string setting)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            ArgumentList = { typeof(SameBytesTests).Assembly.Location, "-class", typeof(SameBytesTests).FullName!, "-noColor" },
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
        Assert.Contains("Total: 5, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
    }
}
