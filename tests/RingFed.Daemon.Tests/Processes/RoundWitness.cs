using RingFed.Daemon.Admin;
using RingFed.Daemon.Demo;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Asks every silo of a federation for its rounds all the time, so that what a silo said before it was killed is kept.</summary>
internal sealed class RoundWitness : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly SmallFederation _federation;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _watching;

    /// <param name="rosters">Of the federation's epochs; all its silos when none is given.</param>
    public RoundWitness(SmallFederation federation, params IReadOnlyList<string>[] rosters)
    {
        _federation = federation;
        Evidence = new RoundEvidence(rosters.Length > 0 ? rosters : [[.. federation.Silos.Select(silo => silo.Id)]]);
        _watching = Task.WhenAll(federation.Silos.Select(WatchAsync));
    }

    public RoundEvidence Evidence { get; }

    /// <summary>Adds what statuses and logs say by now and asserts that nothing contradicts anything else.</summary>
    /// <param name="lastRound">Every round up to this one has been closed.</param>
    /// <param name="setBack">Rounds that the test itself took from each silo's disk.</param>
    public async Task CheckAsync(int lastRound, int setBack = 0)
    {
        foreach (DemoSilo silo in _federation.Silos)
        {
            await AskAsync(silo, CancellationToken.None);
            Evidence.Add(silo.Id, SiloLog.Read(silo), setBack);
        }

        Evidence.RequireAllUpTo(lastRound);
        Assert.Empty(Evidence.Violations);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        _ending.Dispose();
    }

    private async Task WatchAsync(DemoSilo silo)
    {
        try
        {
            while (true)
            {
                await AskAsync(silo, _ending.Token);
                await Task.Delay(Interval, TimeProvider.System, _ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task AskAsync(DemoSilo silo, CancellationToken cancellationToken)
    {
        if (await AdminClient.TryGetStatusAsync(silo.AdminSocket, cancellationToken) is { } status)
        {
            status.Session.Recent.ToList().ForEach(record => Evidence.Add(silo.Id, record));
        }
    }
}
