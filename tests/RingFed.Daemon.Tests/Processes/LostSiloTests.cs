using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>One silo of four stays away: the quorum of three goes on and says so.</summary>
[Collection(RealDaemons.Name)]
public sealed class LostSiloTests
{
    private static readonly FederationShape Shape = new()
    {
        Silos = 4,
        Rounds = 12,
        IsModelSmall = true,
        RoundDeadline = TimeSpan.FromSeconds(15),
    };

    private static bool Completed(DaemonStatus status) => status.Session.Closed == status.Session.RoundsTotal - 1;

    [Fact]
    public async Task A_silo_that_died_is_missed_by_name_and_catches_up_when_it_comes_back()
    {
        await using SmallFederation federation = new(Shape);
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        DemoSilo lost = federation.Silos[2];
        DemoSilo[] others = [.. federation.Silos.Where(silo => silo != lost)];
        await federation.UntilAsync(lost, status => status.Session.Closed >= FederationShape.Round(2));

        await federation.KillAsync(lost);
        DaemonStatus[] statuses = await federation.UntilAllAsync(others, Completed);
        RoundRecord last = statuses[0].Session.Recent[^1];
        Assert.Equal(others.Select(silo => silo.Id), last.Merged);
        Assert.Equal(lost.Id, Assert.Single(last.Missed).Silo);
        Assert.NotEmpty(last.Missed[0].Reason);

        federation.Start(lost);
        DaemonStatus returned = await federation.UntilAsync(lost, Completed);

        Assert.Equal(last.AggregateDigest, returned.Session.Recent[^1].AggregateDigest);
        await witness.CheckAsync(Shape.LastRound);
    }

    [Fact]
    public async Task A_silo_that_was_away_for_some_rounds_contributes_again()
    {
        await using SmallFederation federation = new(Shape with { Rounds = FederationShape.Endless });
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        DemoSilo lost = federation.Silos[0];
        DemoSilo other = federation.Silos[1];
        await federation.UntilAsync(lost, status => status.Session.Closed >= FederationShape.Round(2));

        await federation.KillAsync(lost);
        DaemonStatus without = await federation.UntilAsync(other, status => LastMissed(status, lost));
        federation.Start(lost);
        DaemonStatus with = await federation.UntilAsync(
            other, status => status.Session.Closed > without.Session.Closed + 1 && status.Session.Recent[^1].Merged.Contains(lost.Id));

        await federation.UntilAllAsync(status => status.Session.Closed >= with.Session.Closed);
        await witness.CheckAsync(with.Session.Closed);
    }

    [Fact]
    public async Task Two_adjacent_silos_of_six_are_gone_and_the_four_go_on()
    {
        await using SmallFederation federation = new(Shape with { Silos = 6 });
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        DemoSilo[] lost = [federation.Silos[2], federation.Silos[3]];
        DemoSilo[] others = [.. federation.Silos.Except(lost)];
        await federation.UntilAllAsync(status => status.Session.Closed >= FederationShape.Round(1));

        await Task.WhenAll(lost.Select(federation.KillAsync));
        DaemonStatus[] statuses = await federation.UntilAllAsync(others, Completed);

        RoundRecord last = statuses[0].Session.Recent[^1];
        Assert.Equal(others.Select(silo => silo.Id), last.Merged);
        Assert.Equal(lost.Select(silo => silo.Id), last.Missed.Select(missed => missed.Silo));
        await witness.CheckAsync(Shape.LastRound);
    }

    private static bool LastMissed(DaemonStatus status, DemoSilo silo) =>
        status.Session.Recent is [.., var last] && last.Missed.Any(missed => missed.Silo == silo.Id);
}
