using System.Diagnostics;

namespace RingFed.Federation.Tests.Aggregation;

/// <summary>Runs the digests of <see cref="SameBitsTests"/> in a process that is denied vector instructions.</summary>
public sealed class NarrowerProcessorTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Rules_give_the_same_bits_without(string setting)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            ArgumentList = { typeof(SameBitsTests).Assembly.Location, "-class", typeof(SameBitsTests).FullName!, "-noColor" },
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
        Assert.Contains("Total: 23, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
    }
}
