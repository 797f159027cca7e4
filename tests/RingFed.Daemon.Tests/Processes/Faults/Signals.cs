using System.Runtime.InteropServices;

namespace RingFed.Daemon.Tests.Processes.Faults;

/// <summary>POSIX signals that the base library cannot send.</summary>
internal static partial class Signals
{
    // Linux numbers; other systems differ and skip these tests.
    public const int Continue = 18;
    public const int Stop = 19;

    /// <param name="process">One that this test started.</param>
    /// <exception cref="InvalidOperationException">It is gone.</exception>
    public static void Send(int process, int signal)
    {
        if (Kill(process, signal) != 0)
        {
            throw new InvalidOperationException($"signal {signal} to {process}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
