using System.Globalization;

namespace RingFed.Daemon.Tests.Processes.Faults;

/// <summary>
/// Which of some processes holds the other end of a loopback connection (proc(5), net/tcp and fd): a proxy cannot look
/// into TLS to see who dials, and every silo has one address for all its neighbours.
/// </summary>
internal static class SocketOwner
{
    private const int LocalAddressField = 1;
    private const int InodeField = 9;

    /// <param name="port">The dialler's local port.</param>
    /// <returns>Null when none of them has it.</returns>
    public static int? Of(int port, IEnumerable<int> processes)
    {
        string suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        string[] sockets = [.. InodesOf(suffix).Select(inode => $"socket:[{inode}]")];
        foreach (int process in processes)
        {
            if (Descriptors(process).Any(sockets.Contains))
            {
                return process;
            }
        }

        return null;
    }

    private static IEnumerable<string> InodesOf(string suffix) =>
        from table in (string[])["/proc/net/tcp", "/proc/net/tcp6"]
        where File.Exists(table)
        from line in File.ReadLines(table).Skip(1)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields[LocalAddressField].EndsWith(suffix, StringComparison.Ordinal)
        select fields[InodeField];

    private static IEnumerable<string> Descriptors(int process)
    {
        try
        {
            return [.. Directory.EnumerateFiles($"/proc/{process}/fd").Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")];
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return [];
        }
    }
}
