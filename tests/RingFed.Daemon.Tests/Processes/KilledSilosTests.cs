using RingFed.Daemon.Status;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>SIGKILL, alone and all at once, at moments that a seed chooses.</summary>
[Collection(RealDaemons.Name)]
public sealed class KilledSilosTests
{
    private static readonly FederationShape Shape = new() { Silos = 4, Rounds = 20, IsModelSmall = true };

    private static bool Completed(DaemonStatus status) => status.Session.Closed == status.Session.RoundsTotal - 1;

    [Theory]
    [InlineData(11)]
    public async Task Silos_killed_at_random_moments_come_back_and_the_run_ends_with_all_rounds(int seed)
    {
        await using SmallFederation federation = new(Shape);
        await using RoundWitness witness = new(federation);
        federation.StartAll();

        await new KillPlan(seed, kills: 4).RunAsync(federation, TimeProvider.System, CancellationToken.None);
        await federation.UntilAllAsync(Completed);

        await witness.CheckAsync(Shape.LastRound);
    }

    [Fact]
    public async Task All_silos_killed_at_once_go_on_together_to_the_last_round()
    {
        await using SmallFederation federation = new(Shape);
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        await federation.UntilAsync(federation.Silos[0], status => status.Session.Closed >= FederationShape.Round(5));

        await Task.WhenAll(federation.Silos.Select(federation.KillAsync));
        federation.StartAll();
        await federation.UntilAllAsync(Completed);

        await witness.CheckAsync(Shape.LastRound);
    }
}
