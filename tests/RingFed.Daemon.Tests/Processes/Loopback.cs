using RingFed.Daemon.Demo;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Daemons that reach each other directly on this machine.</summary>
internal sealed class Loopback : IWiring
{
    public IReadOnlyList<(string Roster, string Listen)> Lay(IReadOnlyList<DemoSilo> silos) =>
        [.. silos.Select(silo => ($"127.0.0.1:{silo.Port}", $"127.0.0.1:{silo.Port}"))];

    public SiloProcess Launch(DemoSilo silo, Func<SiloProcess> start) => start();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
