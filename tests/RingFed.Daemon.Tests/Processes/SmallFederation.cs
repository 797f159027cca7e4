using RingFed.Daemon.Admin;
using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>A few real daemons on loopback with a small simulated cohort. Waits on what daemons say, never on a clock alone.</summary>
internal sealed class SmallFederation : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<string, SiloProcess> _running = [];

    public SmallFederation(int silos = 3, int rounds = 3, int steps = 2)
    {
        DemoOptions options = new(silos, rounds, steps, DemoOptions.SimulatedCohort, 150 * silos, "ctgan", 7, new DirectoryInfo(_folder["f"]));
        options.Validate();
        DemoCohort cohort = DemoCohort.Load(options);
        options.PrepareDirectory();
        Silos = DemoFederation.Write(options, cohort);
    }

    public IReadOnlyList<DemoSilo> Silos { get; }

    public string TopologyFile => _folder["f/topology.yaml"];

    public void StartAll()
    {
        foreach (DemoSilo silo in Silos)
        {
            Start(silo);
        }
    }

    public SiloProcess Start(DemoSilo silo) =>
        _running[silo.Id] = SiloProcess.Start(silo.Id, ["run", "--config", silo.SiloFile, "--threads", "1"], silo.Log);

    public Task KillAsync(DemoSilo silo) => _running[silo.Id].KillAsync();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync(DemoSilo silo)
    {
        await _running[silo.Id].StopAsync();
        return _running[silo.Id].ExitCode;
    }

    /// <summary>Polls until the daemon's status satisfies <paramref name="reached"/>.</summary>
    public async Task<DaemonStatus> UntilAsync(DemoSilo silo, Func<DaemonStatus, bool> reached)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            if (await AdminClient.TryGetStatusAsync(silo.AdminSocket, patience.Token) is { } status && reached(status))
            {
                return status;
            }

            Assert.False(_running[silo.Id].HasExited, $"{silo.Id} ended early:{Environment.NewLine}{LogOf(silo)}");
            Assert.False(patience.IsCancellationRequested, $"{silo.Id} did not get there:{Environment.NewLine}{LogOf(silo)}");
            await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
        }
    }

    public Task<DaemonStatus[]> UntilAllAsync(Func<DaemonStatus, bool> reached) =>
        Task.WhenAll(Silos.Select(silo => UntilAsync(silo, reached)));

    public static string LogOf(DemoSilo silo) => File.Exists(silo.Log) ? ReadShared(silo.Log) : "(no log)";

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.Values.Select(process => process.DisposeAsync().AsTask()));
        _folder.Dispose();
    }

    private static string ReadShared(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
