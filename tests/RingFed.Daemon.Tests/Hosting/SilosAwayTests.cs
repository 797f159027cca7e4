using RingFed.Daemon.Hosting;
using RingFed.Daemon.Tests.Status;
using RingFed.Federation.Ring.Status;

namespace RingFed.Daemon.Tests.Hosting;

/// <summary>For whom a masked sum waits.</summary>
public sealed class SilosAwayTests
{
    [Fact]
    public void Only_whom_the_ring_agrees_to_be_absent_is_waited_for()
    {
        string[] silos = [.. Statuses.Session.Silos.Select(silo => silo.Silo).Take(3)];
        SessionStatus session = Statuses.Session
            .With(silos[0], SiloCondition.Suspected, "this silo cannot reach it")
            .With(silos[1], SiloCondition.Absent, "two silos cannot reach it")
            .With(silos[2], SiloCondition.Left, "its leave has taken effect");

        Assert.Equal([silos[1]], DaemonHost.SilosAway(session));
    }
}
