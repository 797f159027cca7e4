using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Processes.Faults;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>A silo's disk runs full in the middle of a run.</summary>
[Collection(RealDaemons.Name)]
public sealed class FullDiskTests
{
    private const string NoSpace = "No space left on device";

    private static readonly FederationShape Shape = new() { Silos = 3, Rounds = 20, IsModelSmall = true };

    private static bool Completed(DaemonStatus status) => status.Session.Closed == status.Session.RoundsTotal - 1;

    [Fact]
    public async Task A_full_disk_is_said_and_after_it_is_freed_the_run_goes_on_with_nothing_lost()
    {
        string? whyNot = SmallDisk.WhyNot();
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
        await using SmallFederation federation = new(Shape);
        DemoSilo silo = federation.Silos[1];
        using SmallDisk disk = new(Path.Combine(silo.Folder, "state"), megabytes: 12);
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        await federation.UntilAsync(silo, status => status.Session.Closed >= 3);

        await FillUntilSaidAsync(federation, silo, disk);
        if (await EndsAsync(federation, silo))
        {
            // As systemd would, and the disk is still full.
            IReadOnlyDictionary<string, int> before = federation.LogLengths();
            federation.Start(silo);
            await federation.UntilSaidAsync(NoSpace, before, silo);
        }

        disk.Free();
        if (await EndsAsync(federation, silo))
        {
            federation.Start(silo);
        }

        await federation.UntilAllAsync(Completed);

        await witness.CheckAsync(Shape.LastRound);
        Assert.DoesNotContain("torn or altered", SmallFederation.LogOf(silo), StringComparison.Ordinal);
    }

    private static async Task FillUntilSaidAsync(SmallFederation federation, DemoSilo silo, SmallDisk disk)
    {
        IReadOnlyDictionary<string, int> before = federation.LogLengths();
        disk.Fill();
        await federation.UntilSaidAsync(NoSpace, before, silo);
    }

    // A daemon that holds out until there is space again is as good as one that ends and says why.
    private static async Task<bool> EndsAsync(SmallFederation federation, DemoSilo silo)
    {
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        return !federation.IsRunning(silo);
    }
}
