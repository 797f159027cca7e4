using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Tests.Commands;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>What an operator reads at a silo while another one is away, and when it is back.</summary>
[Collection(RealDaemons.Name)]
public sealed class OperatorsViewTests
{
    private static readonly FederationShape Shape = new()
    {
        Silos = 4,
        Rounds = FederationShape.Endless,
        IsModelSmall = true,
        RoundDeadline = TimeSpan.FromSeconds(15),
    };

    /// <summary>Rounds that status shows; a fast machine closes more.</summary>
    private const int RecentMax = 100;

    [Fact]
    public async Task A_lost_silo_is_named_with_the_reason_until_it_is_back()
    {
        await using SmallFederation federation = new(Shape);
        federation.StartAll();
        DemoSilo lost = federation.Silos[1], observer = federation.Silos[2];
        await federation.UntilAsync(lost, status => status.Session.Closed >= FederationShape.Round(1));

        await federation.KillAsync(lost);
        await federation.UntilAsync(observer, status => Codes(status, lost).Contains(HealthCode.LinkDown));
        DaemonStatus gone = await federation.UntilAsync(observer, status => Codes(status, lost).Contains(HealthCode.SiloAbsent));
        Invocation check = await CheckUntilAsync(observer, "silo-absent");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains($"WARNING silo-absent: {lost.Id} is absent: ", check.Output, StringComparison.Ordinal);
        Assert.Equal(SiloCondition.Absent, gone.Session.Silos[1].Condition);
        Assert.Contains("cannot reach it", gone.Session.Silos[1].Why, StringComparison.Ordinal);

        federation.Start(lost);
        DaemonStatus back = await federation.UntilAsync(
            observer, status => Codes(status, lost).Count == 0 && status.Session.Recent[^1].Merged.Contains(lost.Id));

        Assert.Contains(back.Health, item => item.Code == HealthCode.SubsetRounds && item.Sentence.Contains(lost.Id, StringComparison.Ordinal));
        DaemonStatus returned = await federation.UntilAsync(lost, status => status.Session.Closed >= back.Session.Closed);
        Assert.Equal(Math.Min(RecentMax, returned.Session.Closed + 1), returned.Session.Recent.Count);
        Assert.Equal(returned.Session.Closed + 1, returned.Session.Participation.Rounds);
    }

    [Fact]
    public async Task A_minority_says_that_it_waits_and_closes_nothing()
    {
        await using SmallFederation federation = new(Shape);
        federation.StartAll();
        DemoSilo observer = federation.Silos[0];
        DemoSilo[] lost = [federation.Silos[2], federation.Silos[3]];
        await federation.UntilAsync(observer, status => status.Session.Closed >= FederationShape.Round(1));

        await Task.WhenAll(lost.Select(federation.KillAsync));
        DaemonStatus alone = await federation.UntilAsync(observer, status => status.Health.Any(item => item.Code == HealthCode.BelowQuorum));
        Invocation check = await Invocation.RunAsync("status", "--config", observer.SiloFile, "--check");

        Assert.Equal(2, check.ExitCode);
        Assert.Contains("a minority waits: 2 of 4 silos are heard of, 3 votes close a round", check.Output, StringComparison.Ordinal);
        Assert.Contains("  next", check.Output, StringComparison.Ordinal);

        Array.ForEach(lost, silo => federation.Start(silo));
        DaemonStatus together = await federation.UntilAsync(observer, status => status.Session.Closed > alone.Session.Closed + 1);
        Assert.DoesNotContain(together.Health, item => item.Code == HealthCode.BelowQuorum);
    }

    /// <summary>Suspicions are of a round, and stated anew in the next: between short rounds a lost silo is only suspected.</summary>
    private static async Task<Invocation> CheckUntilAsync(DemoSilo observer, string code)
    {
        Invocation check;
        int tries = 0;
        do
        {
            check = await Invocation.RunAsync("status", "--config", observer.SiloFile, "--check");
        }
        while (!check.Output.Contains(code, StringComparison.Ordinal) && ++tries < 100);

        return check;
    }

    private static IReadOnlyList<HealthCode> Codes(DaemonStatus status, DemoSilo about) =>
        [.. status.Health.Where(item => item.Silo == about.Id).Select(item => item.Code)];
}
