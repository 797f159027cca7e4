using System.Text.Json;

namespace RingFed.Daemon.Tests.Commands;

public sealed class SimulateCommandTests
{
    private static readonly string _topology = Path.Combine(Architecture.SourceTree.Root, "topology", "four-silos.yaml");

    [Fact]
    public async Task A_ring_without_faults_closes_every_round()
    {
        Invocation run = await Invocation.RunAsync("simulate", "--seeds", "4", "--rounds", "2", "--faults", "none", "--json");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(4, report.GetProperty("seeds").GetInt32());

        // Three rounds each, and those of the masked sums that some of the seeds add up.
        Assert.Equal(27, report.GetProperty("roundsClosed").GetInt32());
        Assert.Equal(3, report.GetProperty("sumsCompleted").GetInt32());
        Assert.Equal(0, report.GetProperty("sumsRefused").GetInt32());
        Assert.Empty(report.GetProperty("refusals").EnumerateArray());
        Assert.Equal(0, report.GetProperty("faultsInjected").GetInt32());
        Assert.Equal(0, report.GetProperty("violations").GetInt32());
        Assert.Equal(0, report.GetProperty("stalled").GetInt32());
        Assert.True(report.GetProperty("wallSeconds").GetDouble() >= 0);
    }

    [Fact]
    public async Task A_topology_is_rehearsed_with_its_own_silos_under_the_faults_that_are_named()
    {
        Invocation run = await Invocation.RunAsync("simulate", "--topology", _topology, "--seeds", "1", "--rounds", "2", "--faults", "delays,crashes");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.StartsWith("1 seeds: 3 rounds closed, ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 faults injected", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no fault is called 'rain'", "--faults", "delays,rain")]
    [InlineData("--silos must be from 2 to 128, not 1", "--silos", "1")]
    [InlineData("--rounds must be from 1 to 1000, not 0", "--rounds", "0")]
    [InlineData("--seeds must be from 1 to", "--seeds", "0")]
    [InlineData("no-such-file", "--topology", "no-such-file.yaml")]
    public async Task A_bad_option_is_one_sentence_and_nothing_runs(string sentence, params string[] options)
    {
        Invocation wrong = await Invocation.RunAsync(["simulate", .. options]);

        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains(sentence, wrong.Error, StringComparison.Ordinal);
        Assert.Single(wrong.Error.Trim().Split('\n'));
        Assert.Empty(wrong.Output);
    }

    [Fact]
    public async Task Another_number_of_silos_than_the_topology_has_is_refused()
    {
        Invocation wrong = await Invocation.RunAsync("simulate", "--topology", _topology, "--silos", "5");

        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains("the topology has 4 silos, --silos says 5", wrong.Error, StringComparison.Ordinal);
    }
}
