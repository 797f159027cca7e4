using System.Collections.Concurrent;
using RingFed.Daemon.Admin;
using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Processes.Faults;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>A few real daemons on this machine with a small simulated cohort. Waits on what daemons say, never on a clock alone.</summary>
internal sealed class SmallFederation : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly ScratchFolder _folder = new();
    private readonly ConcurrentDictionary<string, SiloProcess> _running = new();
    private readonly IWiring _wiring;

    public SmallFederation(int silos = 3, int rounds = 3, int steps = 2)
        : this(new FederationShape { Silos = silos, Rounds = rounds, Steps = steps })
    {
    }

    public SmallFederation(FederationShape shape, IWiring? wiring = null)
    {
        Shape = shape;
        _wiring = wiring ?? new Loopback();
        DemoOptions options = shape.Options(_folder["f"]);
        options.Validate();
        DemoCohort cohort = DemoCohort.Load(options);
        options.PrepareDirectory();
        Silos = DemoFederation.Write(options, cohort);
        File.WriteAllText(TopologyFile, shape.Adapt(File.ReadAllText(TopologyFile)));
        Wire();
    }

    public FederationShape Shape { get; }

    public IReadOnlyList<DemoSilo> Silos { get; }

    public string TopologyFile => _folder["f/topology.yaml"];

    public void StartAll()
    {
        foreach (DemoSilo silo in Silos)
        {
            Start(silo);
        }
    }

    public SiloProcess Start(DemoSilo silo) => _running[silo.Id] = _wiring.Launch(
        silo, () => SiloProcess.Start(silo.Id, Shape.Command(silo), silo.Log));

    public bool IsRunning(DemoSilo silo) => _running.TryGetValue(silo.Id, out SiloProcess? process) && !process.HasExited;

    /// <summary>SIGKILL. What it had said is in its log when this returns.</summary>
    public async Task KillAsync(DemoSilo silo)
    {
        SiloProcess process = _running[silo.Id];
        await process.KillAsync();
        await process.DisposeAsync();
        _running.TryRemove(silo.Id, out _);
    }

    public void Signal(DemoSilo silo, int signal) => Signals.Send(_running[silo.Id].Id, signal);

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
            // The client gives up by itself; cancelled from here, it would throw and hide the logs.
            if (await AdminClient.TryGetStatusAsync(silo.AdminSocket, CancellationToken.None) is { } status && reached(status))
            {
                return status;
            }

            Assert.True(IsRunning(silo), $"{silo.Id} ended early:{Environment.NewLine}{LogOf(silo)}");
            Assert.False(patience.IsCancellationRequested, $"{silo.Id} did not get there:{Environment.NewLine}{AllLogs()}");
            await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
        }
    }

    public Task<DaemonStatus[]> UntilAllAsync(Func<DaemonStatus, bool> reached) => UntilAllAsync(Silos, reached);

    public Task<DaemonStatus[]> UntilAllAsync(IEnumerable<DemoSilo> silos, Func<DaemonStatus, bool> reached) =>
        Task.WhenAll(silos.Select(silo => UntilAsync(silo, reached)));

    /// <summary>Polls until one of the silos' logs has the words.</summary>
    /// <param name="from">What <see cref="LogLengths"/> said: older lines do not count.</param>
    public async Task UntilSaidAsync(string words, IReadOnlyDictionary<string, int> from, params DemoSilo[] silos)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!silos.Any(silo => LogOf(silo).IndexOf(words, from[silo.Id], StringComparison.Ordinal) >= 0))
        {
            Assert.False(patience.IsCancellationRequested, $"nobody said '{words}':{Environment.NewLine}{AllLogs()}");
            await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>How much each silo has logged by now.</summary>
    public IReadOnlyDictionary<string, int> LogLengths() => Silos.ToDictionary(silo => silo.Id, silo => File.Exists(silo.Log) ? LogOf(silo).Length : 0);

    public static string LogOf(DemoSilo silo) => File.Exists(silo.Log) ? ReadShared(silo.Log) : "(no log)";

    /// <summary>Kills: an orderly stop of every test's daemons would take longer than the tests.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(Silos.Where(silo => _running.ContainsKey(silo.Id)).Select(KillAsync));
        }
        finally
        {
            await _wiring.DisposeAsync();
            _folder.Dispose();
        }
    }

    private void Wire()
    {
        IReadOnlyList<(string Roster, string Listen)> addresses = _wiring.Lay(Silos);
        string topology = File.ReadAllText(TopologyFile);
        foreach ((DemoSilo silo, (string roster, string listen)) in Silos.Zip(addresses))
        {
            string given = $"127.0.0.1:{silo.Port}";
            topology = topology.Replace($"\"{given}\"", $"\"{roster}\"", StringComparison.Ordinal);
            File.WriteAllText(silo.SiloFile, File.ReadAllText(silo.SiloFile).Replace($"listen: {given}", $"listen: {listen}", StringComparison.Ordinal));
        }

        File.WriteAllText(TopologyFile, topology);
    }

    private string AllLogs() => string.Join(
        Environment.NewLine, Silos.Select(silo => $"--- {silo.Id}{Environment.NewLine}{LogOf(silo)}"));

    private static string ReadShared(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
