using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RingFed.Daemon.Demo;

/// <summary>One <c>ringfed run</c> on this machine, started and ended by the demo; its log goes to a file.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    private const int SignalTerminate = 15;
    private static readonly TimeSpan OrderlyStopMax = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Task _logging;

    private SiloProcess(string silo, Process process, Task logging)
    {
        Silo = silo;
        _process = process;
        _logging = logging;
    }

    public string Silo { get; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static SiloProcess Start(string silo, IEnumerable<string> arguments, string logPath)
    {
        ProcessStartInfo start = new(Executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        // glibc's arenas, one a thread, would keep what libtorch gave back.
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // One log writer per process: interleaved lines stay whole.
        Process process = Process.Start(start) ?? throw new IOException($"'{Executable}' did not start");
        TextWriter log = TextWriter.Synchronized(new StreamWriter(logPath, append: true) { AutoFlush = true });
        return new SiloProcess(silo, process, CopyLogAsync(process, log));
    }

    public int Id => _process.Id;

    /// <summary>SIGKILL: what a power cut looks like to the process.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>SIGTERM, then SIGKILL when the orderly stop takes too long.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        RequestStop(_process);
        using CancellationTokenSource patience = new(OrderlyStopMax);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _logging;
        _process.Dispose();
    }

    // The executable beside this assembly: itself in a daemon, its copy in a test.
    private static string Executable => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ringfed.exe" : "ringfed");

    private static async Task CopyLogAsync(Process process, TextWriter log)
    {
        await using (log)
        {
            await Task.WhenAll(CopyAsync(process.StandardOutput, log), CopyAsync(process.StandardError, log));
        }
    }

    private static async Task CopyAsync(TextReader from, TextWriter to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            await to.WriteLineAsync(line);
        }
    }

    private static void RequestStop(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
            return;
        }

        _ = Kill(process.Id, SignalTerminate);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
