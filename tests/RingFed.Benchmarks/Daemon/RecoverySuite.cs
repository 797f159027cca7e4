using System.Diagnostics;
using System.Globalization;
using RingFed.Daemon.Admin;
using RingFed.Daemon.Demo;
using RingFed.Federation.Ring;

namespace RingFed.Benchmarks.Daemon;

/// <summary>
/// How long a ring of real daemons stands still when silos are gone: from the moment they are killed, or stop answering
/// with all their connections open, until a round without them is closed. Compared with the suspicion time.
/// </summary>
internal sealed class RecoverySuite : IBenchmarkSuite
{
    private const int PatientsPerSilo = 150;

    /// <summary>More than are ever run: the ring goes on until the measurement ends.</summary>
    private const int Rounds = 1_000_000;

    private static readonly TimeSpan Probe = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public string Name => "recovery";

    public string Usage => "--repeats 3 --suspicion 5";

    public IEnumerable<Measurement> Run(BenchmarkOptions options)
    {
        int suspicion = options.Number("suspicion", 5);
        int repeats = options.Number("repeats", 3);
        yield return Measure(silos: 4, gone: 1, "KILL", suspicion, repeats);
        yield return Measure(silos: 4, gone: 1, "STOP", suspicion, repeats);
        yield return Measure(silos: 6, gone: 2, "KILL", suspicion, repeats);
        yield return Measure(silos: 6, gone: 2, "STOP", suspicion, repeats);
    }

    private static Measurement Measure(int silos, int gone, string signal, int suspicion, int repeats)
    {
        double[] seconds = [.. Enumerable.Range(0, repeats).Select(_ => OnceAsync(silos, gone, signal, suspicion).GetAwaiter().GetResult()).Order()];
        double median = seconds[repeats / 2];
        return new Measurement(
            gone == 1 ? "one silo gone" : "two adjacent silos gone",
            string.Create(CultureInfo.InvariantCulture, $"{silos} silos, SIG{signal}, suspicion {suspicion} s"),
            median,
            "s",
            string.Create(CultureInfo.InvariantCulture, $"{median / suspicion:0.00} of the suspicion time (reach: 2), longest {seconds[^1] / suspicion:0.00}"));
    }

    private static async Task<double> OnceAsync(int silos, int gone, string signal, int suspicion)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ringfed-benchmark-");
        List<SiloProcess> processes = [];
        try
        {
            IReadOnlyList<DemoSilo> ring = Write(silos, Path.Combine(folder.FullName, "f"));
            string time = suspicion.ToString(CultureInfo.InvariantCulture);
            processes.AddRange(ring.Select(silo => SiloProcess.Start(
                silo.Id, ["run", "--config", silo.SiloFile, "--threads", "1", "--suspicion-seconds", time], silo.Log)));
            await Task.WhenAll(ring.Select(silo => UntilAsync(silo, record => record.Round >= 2)));

            long started = Stopwatch.GetTimestamp();
            string[] missing = [.. ring.Take(gone).Select(silo => silo.Id)];
            processes.Take(gone).ToList().ForEach(process => Send(signal, process.Id));
            await Task.WhenAll(ring.Skip(gone).Select(silo => UntilAsync(
                silo, record => missing.All(id => record.Missed.Any(missed => missed.Silo == id)))));
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            await Task.WhenAll(processes.Select(EndAsync));
            folder.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<DemoSilo> Write(int silos, string folder)
    {
        DemoOptions demo = new(
            silos, Rounds, StepsPerRound: 2, DemoOptions.SimulatedCohort, PatientsPerSilo * silos, "ctgan", 1, new DirectoryInfo(folder));
        demo.Validate();
        DemoCohort cohort = DemoCohort.Load(demo);
        demo.PrepareDirectory();
        IReadOnlyList<DemoSilo> written = DemoFederation.Write(demo, cohort);

        // Small rounds, so that the figure is the waiting and not the training.
        string topology = Path.Combine(folder, "topology.yaml");
        File.WriteAllText(topology, File.ReadAllText(topology).Replace(
            "seed: 1 }", "seed: 1, options: { latentSize: 8, generatorSize: 16, criticSize: 16, batchSize: 20 } }", StringComparison.Ordinal));
        return written;
    }

    private static async Task UntilAsync(DemoSilo silo, Func<RoundRecord, bool> closed)
    {
        using CancellationTokenSource patience = new(Patience);
        while (await AdminClient.TryGetStatusAsync(silo.AdminSocket, patience.Token) is not { } status || !status.Session.Recent.Any(closed))
        {
            await Task.Delay(Probe, patience.Token);
        }
    }

    private static void Send(string signal, int process)
    {
        using Process kill = Process.Start("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    // A stopped process hears nothing but SIGKILL.
    private static async Task EndAsync(SiloProcess process)
    {
        await process.KillAsync();
        await process.DisposeAsync();
    }
}
