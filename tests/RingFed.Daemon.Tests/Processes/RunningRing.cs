using RingFed.Daemon.Tests.Processes.Faults;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>
/// Three daemons with the full model behind proxies, whose rounds do not end: one start for all the tests of a class,
/// each of which leaves the ring as it found it.
/// </summary>
public sealed class RunningRing : IAsyncLifetime
{
    private const int RoundsToProve = 2;

    private readonly ProxiedWiring _wiring = new();
    private readonly SmallFederation _federation;
    private readonly RoundWitness _witness;

    public RunningRing()
    {
        _federation = new SmallFederation(new FederationShape { Silos = 3, Rounds = FederationShape.Endless }, _wiring);
        _witness = new RoundWitness(_federation);
    }

    internal SmallFederation Federation => _federation;

    /// <summary>The weather between the first two silos.</summary>
    internal LinkWeather Link => _wiring.Between(_federation.Silos[0], _federation.Silos[1]);

    public async ValueTask InitializeAsync()
    {
        _federation.StartAll();
        await ProveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _witness.DisposeAsync();
        await _federation.DisposeAsync();
    }

    /// <summary>Every silo closes two more rounds than any has closed yet, and all say the same of all rounds.</summary>
    internal async Task ProveAsync()
    {
        int closed = _witness.Evidence.Rounds.LastOrDefault(-1);
        await _federation.UntilAllAsync(status => status.Session.Closed >= closed + RoundsToProve);
        await _witness.CheckAsync(closed);
    }
}
