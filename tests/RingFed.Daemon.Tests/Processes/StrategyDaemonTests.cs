using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Commands;
using RingFed.Daemon.Training;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Real daemons that work together as a line of the topology says.</summary>
[Collection(RealDaemons.Name)]
public sealed class StrategyDaemonTests
{
    /// <summary>The last round is closed, and its result is in the model on the disk.</summary>
    private static bool Completed(DaemonStatus status) => status.Session.Phase is SessionPhase.Lingering or SessionPhase.Ended;

    [Fact]
    public async Task Silos_train_by_turns_and_all_have_the_model_of_the_last_visit()
    {
        await using SmallFederation federation = new(new FederationShape { Rounds = 4, IsModelSmall = true, Rule = "sequential", Codec = "lossless" });
        federation.StartAll();

        DaemonStatus[] statuses = await federation.UntilAllAsync(Completed);

        RoundRecord[] trained = [.. statuses[0].Session.Recent.Where(record => record.Kind == RoundKind.Parameters)];
        Assert.Equal(
            new[] { 0, 1, 2, 0 }.Select(silo => federation.Silos[silo].Id),
            trained.Select(record => record.RuleLabel.Split(": ")[^1]));
        Assert.Single(statuses.Select(status => status.Session.Recent[^1].AggregateDigest).Distinct());
        Assert.Equal([2, 1, 1], statuses.Select(status => status.Training.Losses.Count));
    }

    [Theory]
    [InlineData("isolated", "takes nothing from the others")]
    [InlineData("sharing", "withstands no faulty silo")]
    public async Task Silos_that_train_on_their_own_have_models_of_their_own_that_draw_patients(string exchange, string label)
    {
        await using SmallFederation federation = new(new FederationShape { Rounds = 2, IsModelSmall = true, Exchange = exchange });
        federation.StartAll();

        DaemonStatus[] statuses = await federation.UntilAllAsync(Completed);

        Assert.All(statuses, status => Assert.Contains(label, status.Session.RuleLabel, StringComparison.Ordinal));
        Assert.All(statuses, status => Assert.Equal(exchange == "sharing" ? 4 : 2, status.Training.Losses.Count));
        Assert.Equal(3, federation.Silos.Select(silo => Convert.ToHexString(File.ReadAllBytes(StateOf(silo).Model))).Distinct().Count());
        Assert.Equal(exchange == "sharing" ? 1 : 0, federation.Silos.Count(silo => SmallFederation.LogOf(silo).Contains("This silo gives ", StringComparison.Ordinal)));
        DemoSilo first = federation.Silos[0];
        Invocation generate = await Invocation.RunAsync("generate", "--config", first.SiloFile, "--rows", "20", "--out", Path.Combine(first.Folder, "drawn.csv"));
        Assert.True(generate.ExitCode == ExitCodes.Success, generate.Error);
    }

    private static SiloState StateOf(DemoSilo silo) => new(Path.Combine(silo.Folder, "state"));
}
