using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Tests.Processes.Faults;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>A silo's disk runs full in the middle of a run.</summary>
[Collection(RealDaemons.Name)]
public sealed class FullDiskTests
{
    private const string NoSpace = "No space left on device";

    private static readonly FederationShape Shape = new() { Silos = 3, Rounds = 20, IsModelSmall = true };

    private static bool Completed(DaemonStatus status) => status.Session.Closed == status.Session.RoundsTotal - 1;

    [Fact]
    public async Task A_silo_whose_disk_is_full_stays_up_and_says_so_the_others_go_on_and_it_joins_again_when_there_is_space()
    {
        string? whyNot = SmallDisk.WhyNot();
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
        await using SmallFederation federation = new(Shape);
        DemoSilo silo = federation.Silos[1];
        using SmallDisk disk = new(Path.Combine(silo.Folder, "state"), megabytes: 12);
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        await federation.UntilAsync(silo, status => status.Session.Closed >= FederationShape.Round(3));

        disk.Fill();
        DaemonStatus told = await federation.UntilAsync(silo, status => Trouble(status) is not null);
        RoundRecord without = Missing(silo, await federation.UntilAsync(federation.Silos[0], status => Missing(silo, status) is not null))!;
        bool isUp = federation.IsRunning(silo);
        disk.Free();

        await federation.UntilAllAsync(status => Completed(status) && Trouble(status) is null);
        await witness.CheckAsync(Shape.LastRound);
        Assert.True(isUp);
        Assert.Equal(HealthSeverity.Critical, Trouble(told)!.Severity);
        Assert.Contains(NoSpace, Trouble(told)!.Sentence, StringComparison.Ordinal);
        Assert.Equal("said that it could take no part: its state directory could not be written, or was an old copy", without.Missed.Single().Reason);
        Assert.DoesNotContain("torn or altered", SmallFederation.LogOf(silo), StringComparison.Ordinal);
    }

    private static HealthItem? Trouble(DaemonStatus status) => status.Health.FirstOrDefault(item => item.Code == HealthCode.StateUnwritable);

    private static RoundRecord? Missing(DemoSilo silo, DaemonStatus status) =>
        status.Session.Recent.FirstOrDefault(round => round.Missed.Any(missed => missed.Silo == silo.Id));
}
