using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Commands;
using RingFed.Daemon.Training;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Real daemons with the held-out gate, and with each of the codecs that a demo does not use.</summary>
[Collection(RealDaemons.Name)]
public sealed class GatedDaemonTests
{
    [Theory]
    [InlineData("int8")]
    [InlineData("lossless")]
    public async Task Silos_agree_on_every_aggregate_and_each_that_can_judges_the_last_one_for_itself(string codec)
    {
        FederationShape shape = new() { Rounds = 3, IsModelSmall = true, IsGated = true, Codec = codec };
        await using SmallFederation federation = new(shape);
        federation.StartAll();

        DaemonStatus[] statuses = await federation.UntilAllAsync(
            status => status.Session.Closed == shape.LastRound && status.Training.Gate?.Round == shape.LastRound);

        Assert.Single(statuses.Select(status => status.Session.Recent[^1].AggregateDigest).Distinct());
        Assert.All(statuses, status => Assert.Empty(status.Session.Recent[^1].Missed));
        Assert.All(statuses, status => Assert.Equal(
            status.Training.Gate!.Aggregate is null, status.Training.Gate.Sentence.StartsWith("not judged", StringComparison.Ordinal)));
        Assert.Contains(statuses, status => status.Training.Gate!.Aggregate > 0);
        DemoSilo silo = federation.Silos[1];
        Assert.NotEmpty(Directory.GetFiles(silo.Folder, Path.GetFileName(new SiloState("").Served), SearchOption.AllDirectories));
        Invocation generate = await Invocation.RunAsync(
            "generate", "--config", silo.SiloFile, "--rows", "20", "--out", Path.Combine(silo.Folder, "drawn.csv"));
        Assert.True(generate.ExitCode == ExitCodes.Success, generate.Error);
    }
}
