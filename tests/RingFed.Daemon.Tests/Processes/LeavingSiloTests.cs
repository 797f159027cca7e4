using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Tests.Commands;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>An operator takes a silo out of a ring that goes on.</summary>
[Collection(RealDaemons.Name)]
public sealed class LeavingSiloTests
{
    private static readonly FederationShape Shape = new()
    {
        Silos = 4,
        Rounds = 60,
        IsModelSmall = true,
        RoundDeadline = TimeSpan.FromSeconds(15),
    };

    [Fact]
    public async Task A_silo_leaves_stays_left_when_restarted_and_the_others_complete_without_it()
    {
        await using SmallFederation federation = new(Shape);
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        DemoSilo leaver = federation.Silos[1];
        DemoSilo[] others = [.. federation.Silos.Where(silo => silo != leaver)];
        await federation.UntilAsync(leaver, status => status.Session.Closed >= FederationShape.Round(2));

        Invocation leave = await Invocation.RunAsync("leave", "--config", leaver.SiloFile, "--yes");
        DaemonStatus left = await federation.UntilAsync(leaver, status => status.Session.Leave is { Stage: LeaveStage.Left, MayStop: true });
        Assert.Equal(0, await federation.StopAsync(leaver));
        federation.Start(leaver);
        DaemonStatus restarted = await federation.UntilAsync(leaver, status => status.Session.Leave is { MayStop: true });
        Invocation again = await Invocation.RunAsync("leave", "--config", leaver.SiloFile, "--yes");
        await federation.KillAsync(leaver);

        Assert.Equal(ExitCodes.Success, leave.ExitCode);
        Assert.Contains($"{leaver.Id} leaves the ring", leave.Output, StringComparison.Ordinal);
        Assert.Contains($"left with round {left.Session.Leave!.Round}; this daemon still relays and may be stopped", StatusText.Render(left), StringComparison.Ordinal);
        Assert.Equal((LeaveStage.Left, left.Session.Leave.Round), (restarted.Session.Leave!.Stage, restarted.Session.Leave.Round));
        Assert.Equal(ExitCodes.Refused, again.ExitCode);
        Assert.True(
            again.Error.Contains("has left already", StringComparison.Ordinal) || again.Error.Contains("nothing left to leave", StringComparison.Ordinal), again.Error);

        foreach (DaemonStatus status in await federation.UntilAllAsync(others, status => status.Session.Closed == Shape.LastRound))
        {
            RoundRecord last = status.Session.Recent[^1];
            Assert.Equal(others.Select(silo => silo.Id), last.Merged);
            Assert.Equal(new MissedSilo(leaver.Id, "has left the ring"), Assert.Single(last.Missed));
            Assert.Contains($"{leaver.Id} missed", ParticipationText.Summary(status.Session.Participation), StringComparison.Ordinal);
            Assert.Contains("(has left the ring)", ParticipationText.Summary(status.Session.Participation), StringComparison.Ordinal);
            Assert.Equal(new VotingStatus(3, 0, 2), status.Session.Voting);
            Assert.DoesNotContain(status.Health, item => item.Code is HealthCode.LinkDown or HealthCode.SiloAbsent);
        }

        await witness.CheckAsync(Shape.LastRound);
    }

    [Fact]
    public async Task A_silo_that_starts_for_the_first_time_rounds_later_joins_and_contributes()
    {
        await using SmallFederation federation = new(Shape with { Silos = 4, Rounds = FederationShape.Endless });
        await using RoundWitness witness = new(federation);
        DemoSilo late = federation.Silos[2];
        DemoSilo[] others = [.. federation.Silos.Where(silo => silo != late)];
        Array.ForEach(others, silo => federation.Start(silo));
        await federation.UntilAllAsync(others, status => status.Session.Closed >= FederationShape.Round(3));

        federation.Start(late);
        DaemonStatus joined = await federation.UntilAsync(
            late, status => status.Session.Recent is [.., var last] && last.Merged.Contains(late.Id));

        Assert.Equal(0, joined.Session.Recent[0].Round);
        Assert.DoesNotContain(late.Id, joined.Session.Recent[0].Merged);
        Assert.NotEqual("skipped: a later round was closed already", joined.Session.Recent[0].RuleLabel);
        await federation.UntilAllAsync(status => status.Session.Closed >= joined.Session.Closed);
        await witness.CheckAsync(joined.Session.Closed);
    }
}
