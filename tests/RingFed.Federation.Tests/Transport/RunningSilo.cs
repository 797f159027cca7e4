using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

/// <summary>A driver at work, with what stops it.</summary>
internal sealed class RunningSilo : IDisposable
{
    private readonly CancellationTokenSource stop = new();

    public RunningSilo(LoopbackRing ring, int silo, IRoundWorker worker, FederationTopology? topology = null)
    {
        Driver = ring.Driver(silo, worker, topology);
        End = Driver.RunAsync(stop.Token);
    }

    public SessionDriver Driver { get; }

    public Task<SessionEnd> End { get; }

    public async Task<SessionEnd> StopAsync()
    {
        await stop.CancelAsync();
        return await End.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public void Dispose() => stop.Dispose();
}
