using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Commands;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Real daemons in neighbour exchange: every silo ends with, and serves, a model of its own.</summary>
[Collection(RealDaemons.Name)]
public sealed class NeighbourDaemonTests
{
    private static readonly FederationShape Shape = new() { Silos = 4, Rounds = 4, IsModelSmall = true, ExchangesWithNeighbours = true };

    [Fact]
    public async Task Every_silo_trains_with_its_neighbours_and_draws_patients_from_its_own_model()
    {
        await using SmallFederation federation = new(Shape);
        federation.StartAll();

        DaemonStatus[] statuses = await federation.UntilAllAsync(status => status.Session.Closed == Shape.LastRound);

        RoundRecord[] last = [.. statuses.Select(status => status.Session.Recent[^1])];
        Assert.Equal(4, last.Select(record => record.AggregateDigest).Distinct().Count());
        Assert.All(last, record => Assert.Equal(3, record.Merged.Count));
        Assert.All(last, record => Assert.Empty(record.Missed));
        Assert.All(statuses, status => Assert.Contains("no Byzantine silo", status.Session.RuleLabel, StringComparison.Ordinal));
        DemoSilo silo = federation.Silos[2];
        Invocation generate = await Invocation.RunAsync(
            "generate", "--config", silo.SiloFile, "--rows", "20", "--out", Path.Combine(silo.Folder, "drawn.csv"));
        Assert.True(generate.ExitCode == ExitCodes.Success, generate.Error);
    }

    [Fact]
    public async Task A_silo_killed_in_the_middle_comes_back_with_its_own_model()
    {
        await using SmallFederation federation = new(Shape with { Rounds = 8 });
        federation.StartAll();
        DemoSilo victim = federation.Silos[1];
        DaemonStatus before = await federation.UntilAsync(victim, status => status.Session.Closed >= FederationShape.Round(3));

        await federation.KillAsync(victim);
        federation.Start(victim);
        DaemonStatus[] statuses = await federation.UntilAllAsync(status => status.Session.Closed == FederationShape.Round(8));

        IReadOnlyList<RoundRecord> known = before.Session.Recent;
        Assert.Equal(known.Select(Result), statuses[1].Session.Recent.Take(known.Count).Select(Result));
        Assert.Equal(FederationShape.Round(8), statuses[1].Session.Recent[^1].Round);
    }

    private static (int, string) Result(RoundRecord record) => (record.Round, record.AggregateDigest);
}
