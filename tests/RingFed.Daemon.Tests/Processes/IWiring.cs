using RingFed.Daemon.Demo;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>What lies between the daemons of a test.</summary>
internal interface IWiring : IAsyncDisposable
{
    /// <summary>Called once, before any daemon starts.</summary>
    /// <returns>For each silo, the address in the roster and the one it listens on, both <c>ip:port</c>.</returns>
    IReadOnlyList<(string Roster, string Listen)> Lay(IReadOnlyList<DemoSilo> silos);

    /// <summary>Starts a silo's daemon in its place.</summary>
    SiloProcess Launch(DemoSilo silo, Func<SiloProcess> start);
}
