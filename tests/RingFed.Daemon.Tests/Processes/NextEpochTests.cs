using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Tests.Commands;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Operators change the ring while it runs, by the commands alone.</summary>
[Collection(RealDaemons.Name)]
public sealed class NextEpochTests
{
    private static readonly FederationShape Shape = new()
    {
        Silos = 4,
        Rounds = FederationShape.Endless,
        IsModelSmall = true,
        RoundDeadline = TimeSpan.FromSeconds(15),
    };

    [Fact]
    public async Task A_draft_that_one_operator_writes_is_read_and_signed_by_the_others_and_takes_effect_without_a_stop()
    {
        await using SmallFederation federation = new(Shape);
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        (DemoSilo author, DemoSilo second, DemoSilo third) = (federation.Silos[0], federation.Silos[1], federation.Silos[2]);
        await federation.UntilAllAsync(status => status.Session.Closed >= FederationShape.Round(1));

        Invocation written = await RunAsync(author, "next");
        string draft = Path.Combine(Path.GetDirectoryName(federation.TopologyFile)!, "next.yaml");
        await File.WriteAllTextAsync(draft, written.Output.Replace("roundDeadline: 15s", "roundDeadline: 20s", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Invocation first = await RunAsync(author, "sign", draft);
        DaemonStatus waiting = await federation.UntilAsync(second, status => status.Health.Any(item => item.Code == HealthCode.DraftWaiting));
        string name = $"sha256:{waiting.Session.Epochs!.Drafts[0].Topology}";
        Invocation read = await RunAsync(second, "drafts", name);
        Invocation signed = await RunAsync(second, "sign", name);
        await federation.UntilAsync(third, status => status.Session.Epochs!.Drafts is [{ IsHere: true }]);
        Invocation last = await RunAsync(third, "sign", name);

        Assert.Contains("2 more of 4 silos have to sign it", first.Output, StringComparison.Ordinal);
        Assert.Contains("exchange.roundDeadline: 15s -> 20s", read.Output, StringComparison.Ordinal);
        Assert.All([written, first, read, signed, last], command => Assert.Equal((ExitCodes.Success, ""), (command.ExitCode, command.Error)));
        DaemonStatus[] after = await federation.UntilAllAsync(status => status.Session is { Epoch: 2 } session && session.Closed > session.Epochs!.FirstRound);
        int began = Assert.Single(after.Select(status => status.Session.Epochs!.FirstRound).Distinct());
        Assert.All(after, status =>
        {
            Assert.Equal(name, $"sha256:{status.Session.Topology}");
            Assert.Empty(status.Session.Epochs!.Drafts);
            Assert.StartsWith($"{status.Session.Silo} of demo, epoch 2 since round {began}, ", StatusText.Render(status), StringComparison.Ordinal);
            Assert.DoesNotContain(status.Health, item => item.Severity == HealthSeverity.Critical);
        });
        await witness.CheckAsync(began);
    }

    [Fact]
    public async Task A_silo_that_the_next_epoch_drops_ends_in_order_and_says_what_it_may_do()
    {
        await using SmallFederation federation = new(Shape);
        federation.StartAll();
        DemoSilo dropped = federation.Silos[3];
        DemoSilo[] others = [.. federation.Silos.Take(3)];
        await federation.UntilAllAsync(status => status.Session.Closed >= FederationShape.Round(1));
        Invocation written = await RunAsync(others[0], "next");
        string draft = Path.Combine(Path.GetDirectoryName(federation.TopologyFile)!, "next.yaml");
        await File.WriteAllLinesAsync(draft, written.Output.Split('\n').Where(line => !line.Contains($"id: {dropped.Id},", StringComparison.Ordinal)), TestContext.Current.CancellationToken);

        Invocation own = await RunAsync(dropped, "sign", draft);
        Assert.All(await Task.WhenAll(others.Take(2).Select(silo => RunAsync(silo, "sign", draft))), sign => Assert.Equal("", sign.Error));

        Assert.Contains($"it REMOVES THIS SILO, {dropped.Id}", own.Output, StringComparison.Ordinal);
        await federation.UntilAllAsync(others, status => status.Session is { Epoch: 2 } session && session.Closed > session.Epochs!.FirstRound);
        DaemonStatus end = await federation.UntilAsync(dropped, status => status.Session.Phase is SessionPhase.Lingering or SessionPhase.Ended);
        Assert.DoesNotContain("all 1000000 rounds are closed", StatusText.Render(end), StringComparison.Ordinal);
        Assert.Contains("is without this silo", StatusText.Render(end), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_the_next_epoch_names_starts_with_the_draft_and_an_empty_state_directory_and_contributes()
    {
        await using SmallFederation federation = new(Shape);
        DemoSilo newcomer = federation.Silos[3];
        DemoSilo[] founders = [.. federation.Silos.Take(3)];
        string[] all = await File.ReadAllLinesAsync(federation.TopologyFile, TestContext.Current.CancellationToken);
        string place = all.Single(line => line.Contains($"id: {newcomer.Id},", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(federation.TopologyFile, all.Except([place]), TestContext.Current.CancellationToken);
        Array.ForEach(founders, silo => federation.Start(silo));
        await federation.UntilAllAsync(founders, status => status.Session.Closed >= FederationShape.Round(2));

        string draft = Path.Combine(Path.GetDirectoryName(federation.TopologyFile)!, "next.yaml");
        string written = (await RunAsync(founders[0], "next")).Output;
        await File.WriteAllTextAsync(draft, written.Replace("\nexchange:", $"\n{place}\nexchange:", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            newcomer.SiloFile,
            (await File.ReadAllTextAsync(newcomer.SiloFile, TestContext.Current.CancellationToken)).Replace("topology.yaml", "next.yaml", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        Assert.All(await Task.WhenAll(founders.Take(2).Select(silo => RunAsync(silo, "sign", draft))), sign => Assert.Equal("", sign.Error));
        federation.Start(newcomer);

        DaemonStatus joined = await federation.UntilAsync(
            newcomer, status => status.Session is { Epoch: 2 } session && session.Recent is [.., var last] && last.Merged.Contains(newcomer.Id));
        RoundRecord merged = joined.Session.Recent[^1];
        DaemonStatus other = await federation.UntilAsync(founders[1], status => status.Session.Closed >= merged.Round);

        Assert.Equal(joined.Session.Epochs!.FirstRound, other.Session.Epochs!.FirstRound);
        Assert.Equal(merged.AggregateDigest, other.Session.Recent.Single(record => record.Round == merged.Round).AggregateDigest);
        Assert.Contains("merged all silos that were in the ring then", ParticipationText.Summary(other.Session.Participation), StringComparison.Ordinal);
        Assert.Equal(2, TopologyFile.Load(Path.Combine(Path.GetDirectoryName(newcomer.SiloFile)!, "state", "ring", "topology.yaml")).Require().Epoch);
    }

    private static Task<Invocation> RunAsync(DemoSilo silo, string verb, params string[] more) =>
        Invocation.RunAsync(["topology", verb, .. more, "--config", silo.SiloFile]);
}
