using System.Globalization;

namespace RingFed.Daemon.Tests.Processes.Faults;

/// <summary>A disk of a few megabytes (tmpfs) mounted over a folder, which a test fills and frees.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int FillBytes = 64 * 1024;

    private readonly string _folder;
    private readonly string _filler;

    public SmallDisk(string folder, int megabytes)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _filler = Path.Combine(_folder, "filler");
        Shell.Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0750"), "ringfed-test", _folder);
    }

    /// <returns>Null where disks can be mounted; otherwise why not, for a skipped test.</returns>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "mounting a small disk needs Linux and root";
        }

        using ScratchFolder probe = new();
        string? why = Shell.Try("mount", "-t", "tmpfs", "-o", "size=1m", "ringfed-test", probe.Path);
        return why is null ? Shell.Try("umount", probe.Path) : $"this machine mounts no small disk: {why}";
    }

    /// <summary>Until nothing more fits.</summary>
    public void Fill()
    {
        using FileStream filler = new(_filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            byte[] block = new byte[FillBytes];
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            return;
        }
    }

    public void Free() => File.Delete(_filler);

    /// <summary>Call it once nobody has the folder open.</summary>
    public void Dispose() => Shell.Run("umount", "--lazy", _folder);
}
