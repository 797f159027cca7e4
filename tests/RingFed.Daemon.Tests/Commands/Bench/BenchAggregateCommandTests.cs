using System.Text.Json;

namespace RingFed.Daemon.Tests.Commands.Bench;

public sealed class BenchAggregateCommandTests
{
    [Fact]
    public async Task The_report_holds_times_memory_and_a_copy_of_the_same_run()
    {
        Invocation run = await Invocation.RunAsync(
            "bench", "aggregate", "--silos", "5", "--parameters", "50000", "--rule", "nnm+median", "--threads", "2", "--repeats", "2", "--json");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("nnm+median", report.GetProperty("rule").GetString());
        Assert.Equal(50_000, report.GetProperty("parameters").GetInt32());
        Assert.Equal(5 * 50_000 * 4, report.GetProperty("inputBytes").GetInt64());
        double seconds = report.GetProperty("secondsMedian").GetDouble();
        Assert.Equal(5 * 50_000 * 4 / seconds / 1e9, report.GetProperty("gigabytesPerSecond").GetDouble(), 1e-9);
        Assert.True(report.GetProperty("copyGigabytesPerSecond").GetDouble() > 0);
        Assert.Equal(
            report.GetProperty("inputBytes").GetInt64() + report.GetProperty("peakBytesBeyondInputs").GetInt64(),
            report.GetProperty("peakBytes").GetInt64());
        Assert.True(report.GetProperty("processPeakBytes").GetInt64() > 0);
        Assert.NotEmpty(report.GetProperty("peakMeasuredBy").GetString()!);
    }

    [Fact]
    public async Task Sentences_name_the_rule_and_its_limits()
    {
        Invocation run = await Invocation.RunAsync("bench", "aggregate", "--silos", "3", "--parameters", "7", "--rule", "auto", "--repeats", "1");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.StartsWith("geometric-median (n = 3", run.Output, StringComparison.Ordinal);
        Assert.Contains("a copy reads", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_is_listed_at_once_and_nothing_runs()
    {
        Invocation wrong = await Invocation.RunAsync(
            "bench", "aggregate", "--silos", "0", "--parameters", "many", "--rule", "majority", "--byzantine", "-1", "--threads", "0", "--repeats", "0");

        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Empty(wrong.Output);
        foreach (string sentence in (string[])
        [
            "--silos must be from 1 to 1024, not '0'",
            "--parameters must be from 1 to",
            "there is no rule 'majority'; write one of auto, mean,",
            "--byzantine must be from 0 to 1023, not '-1'",
            "--threads must be from 1 to 1024, not '0'",
            "--repeats must be from 1 to 1000, not '0'",
        ])
        {
            Assert.Contains(sentence, wrong.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("needs at least 5 updates and got 3", "--silos", "3", "--rule", "trimmed-mean", "--byzantine", "2")]
    [InlineData("and this machine has", "--silos", "1024", "--parameters", "2000000000")]
    public async Task What_cannot_be_measured_is_refused_before_anything_is_drawn(string sentence, params string[] options)
    {
        Invocation wrong = await Invocation.RunAsync(["bench", "aggregate", .. options]);

        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains(sentence, wrong.Error, StringComparison.Ordinal);
        Assert.Empty(wrong.Output);
    }
}
