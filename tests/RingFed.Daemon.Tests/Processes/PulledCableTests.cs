using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Processes.Faults;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Real interfaces that go down, between daemons in network namespaces of their own.</summary>
[Collection(RealDaemons.Name)]
public sealed class PulledCableTests
{
    private static readonly FederationShape Shape = new() { Silos = 3, Rounds = 8 };

    private static bool Completed(DaemonStatus status) => status.Session.Closed == status.Session.RoundsTotal - 1;

    [Fact]
    public async Task A_cable_that_is_pulled_and_put_back_and_a_narrow_one_end_no_run()
    {
        string? whyNot = NetworkNamespace.WhyNot();
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
        CableWiring cables = new();
        await using SmallFederation federation = new(Shape, cables);
        await using RoundWitness witness = new(federation);
        (DemoSilo one, DemoSilo other, DemoSilo third) = (federation.Silos[0], federation.Silos[1], federation.Silos[2]);
        cables.Narrow(other, third, kilobitsPerSecond: 20_000);
        federation.StartAll();
        await federation.UntilAllAsync(status => status.Session.Closed >= FederationShape.Round(2));

        cables.Pull(one, other);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        cables.PlugIn(one, other);
        await federation.UntilAllAsync(Completed);

        await witness.CheckAsync(Shape.LastRound);
    }
}
