using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Processes.Faults;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>SIGSTOP and SIGCONT: a virtual machine that is moved, a disk that hangs, a laptop that sleeps.</summary>
[Collection(RealDaemons.Name)]
public sealed class PausedSiloTests
{
    private static readonly FederationShape Shape = new() { Silos = 4, Rounds = 20, IsModelSmall = true };

    private static bool Completed(DaemonStatus status) => status.Session.Closed == status.Session.RoundsTotal - 1;

    [Fact]
    public Task A_silo_that_hangs_for_a_moment_misses_nothing() => PauseAsync(Shape.SuspicionSeconds / 2);

    [Fact]
    public Task A_silo_that_hangs_until_it_is_suspected_is_taken_back() => PauseAsync(Shape.SuspicionSeconds * 3);

    private static async Task PauseAsync(double seconds)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent by Linux's numbers");
        await using SmallFederation federation = new(Shape);
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        DemoSilo silo = federation.Silos[2];
        await federation.UntilAsync(silo, status => status.Session.Closed >= FederationShape.Round(3));

        federation.Signal(silo, Signals.Stop);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        federation.Signal(silo, Signals.Continue);
        await federation.UntilAllAsync(Completed);

        await witness.CheckAsync(Shape.LastRound);
    }
}
