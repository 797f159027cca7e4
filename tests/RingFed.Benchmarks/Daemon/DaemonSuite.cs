using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RingFed.Daemon.Admin;
using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Federation.Ring;

namespace RingFed.Benchmarks.Daemon;

/// <summary>
/// A real daemon: from its start until the ring's port answers, its memory while it waits without a model, and what a
/// whole small ring sends in a round beside the formula.
/// </summary>
internal sealed class DaemonSuite : IBenchmarkSuite
{
    private static readonly TimeSpan Probe = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public string Name => "daemon";

    public string Usage => "--patients 4427 --silos 4 --rounds 3 --steps 5";

    public IEnumerable<Measurement> Run(BenchmarkOptions options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ringfed-benchmark-");
        try
        {
            DemoOptions demo = new(
                options.Number("silos", 4), options.Number("rounds", 3), options.Number("steps", 5), DemoOptions.SimulatedCohort,
                options.Number("patients", 4427), "ctgan", 1, new DirectoryInfo(Path.Combine(folder.FullName, "f")));
            demo.Validate();
            DemoCohort cohort = DemoCohort.Load(demo);
            demo.PrepareDirectory();
            IReadOnlyList<DemoSilo> silos = DemoFederation.Write(demo, cohort);
            return [.. Alone(silos[0], options.Repeats), .. Together(silos, demo).GetAwaiter().GetResult()];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // One daemon of the ring, whose neighbours are not there: it listens and waits.
    private static IEnumerable<Measurement> Alone(DemoSilo silo, int repeats)
    {
        List<double> seconds = [];
        long bytes = 0;
        for (int i = 0; i < repeats; i++)
        {
            (double listening, bytes) = StartOnceAsync(silo).GetAwaiter().GetResult();
            seconds.Add(listening);
        }

        string workload = $"{silo.Patients} patients, no model";
        yield return new Measurement("start to listening", workload, seconds.Order().ElementAt(repeats / 2), "s", "reach: 1 s");
        yield return new Measurement("idle memory", workload, bytes / 1e6, "MB resident", "reach: 80 MB");
    }

    private static async Task<(double Seconds, long Bytes)> StartOnceAsync(DemoSilo silo)
    {
        long started = Stopwatch.GetTimestamp();
        await using SiloProcess process = SiloProcess.Start(silo.Id, ["run", "--config", silo.SiloFile], silo.Log);
        await UntilListeningAsync(silo.Port);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.Delay(Settle);
        using Process running = Process.GetProcessById(process.Id);
        return (seconds, running.WorkingSet64);
    }

    private static async Task UntilListeningAsync(int port)
    {
        while (true)
        {
            using TcpClient client = new();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Probe);
            }
        }
    }

    private static async Task<IEnumerable<Measurement>> Together(IReadOnlyList<DemoSilo> silos, DemoOptions demo)
    {
        List<SiloProcess> processes = [.. silos.Select(silo => SiloProcess.Start(silo.Id, ["run", "--config", silo.SiloFile, "--threads", "1"], silo.Log))];
        try
        {
            DemoWatch watch = new(silos, processes);
            await watch.UntilCompleteAsync(_ => { }, CancellationToken.None);
            RoundRecord[] records = [.. watch.Records.SelectMany(silo => silo.Values).Where(record => record.Kind == RoundKind.Parameters)];
            double formula = (silos.Count - 1) * records.Max(record => record.PayloadBytes);
            double chunks = records.Average(record => record.BytesOutChunks);
            double all = records.Average(record => record.BytesOutChunks + record.BytesOutOther);
            string workload = string.Create(CultureInfo.InvariantCulture, $"{silos.Count} silos, {demo.Rounds} rounds, M = {formula / (silos.Count - 1) / 1e6:0.00} MB");
            return
            [
                new Measurement("payload out a silo and round", workload, chunks / 1e6, "MB", Against(chunks / formula)),
                new Measurement("all bytes out a silo and round", workload, all / 1e6, "MB", Against(all / formula)),
            ];
        }
        finally
        {
            await Task.WhenAll(processes.Select(process => process.DisposeAsync().AsTask()));
        }
    }

    private static string Against(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.000} of (n-1) x M");
}
