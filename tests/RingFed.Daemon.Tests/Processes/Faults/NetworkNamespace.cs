using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RingFed.Daemon.Tests.Processes.Faults;

/// <summary>A network of its own inside this machine (network_namespaces(7)); removed with all its links when disposed.</summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const string Folder = "/run/netns";
    private const string Prefix = "ringfed-test-";
    private const int NetworkFlag = 0x40000000;

    public NetworkNamespace(string name)
    {
        Name = $"{Prefix}{Environment.ProcessId}-{name}";
        Shell.Run("ip", "netns", "add", Name);
    }

    public string Name { get; }

    /// <returns>Null where namespaces can be made; otherwise why not, for a skipped test.</returns>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "network namespaces need Linux and root";
        }

        RemoveForgotten();
        string probe = $"{Prefix}{Environment.ProcessId}-probe";
        string? why = Shell.Try("ip", "netns", "add", probe) ?? Shell.Try("ip", "-n", probe, "link", "add", "probe0", "type", "veth", "peer", "name", "probe1");
        Shell.Try("ip", "netns", "delete", probe);
        return why is null ? null : $"this machine gives no network namespaces with veth: {why}";
    }

    /// <summary>One <c>ip</c> command inside.</summary>
    public void Ip(params string[] arguments) => Shell.Run("ip", ["-n", Name, .. arguments]);

    /// <summary>One <c>tc</c> command inside.</summary>
    public void Tc(params string[] arguments) => Shell.Run("tc", ["-n", Name, .. arguments]);

    /// <summary>Starts a process inside: a child has the network of the thread that starts it.</summary>
    public T Run<T>(Func<T> start)
    {
        TaskCompletionSource<T> started = new();
        Thread inside = new(() =>
        {
            try
            {
                // The thread ends with this, so no other work ever runs in there.
                Enter();
                started.SetResult(start());
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        inside.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    public void Dispose() => Shell.Run("ip", "netns", "delete", Name);

    private void Enter()
    {
        using SafeFileHandle handle = File.OpenHandle(Path.Combine(Folder, Name));
        if (SetNamespace(handle, NetworkFlag) != 0)
        {
            throw new InvalidOperationException($"entering {Name}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    // Left by a test process that was killed; the number in the name is that process.
    private static void RemoveForgotten()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        foreach (string name in Directory.GetFiles(Folder, Prefix + "*").Select(path => Path.GetFileName(path)))
        {
            if (int.TryParse(name[Prefix.Length..].Split('-')[0], out int owner) && !Directory.Exists($"/proc/{owner}"))
            {
                Shell.Try("ip", "netns", "delete", name);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle handle, int kind);
}
