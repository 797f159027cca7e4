using System.Runtime.InteropServices;

namespace RingFed.Learning.Data;

/// <summary>
/// Makes the creation or renaming of a file survive a power cut: POSIX promises that only once the directory itself is
/// flushed, and the base library cannot open one. Windows needs nothing: NTFS journals its directories.
/// </summary>
public static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <param name="path">A file that was just created in, or renamed into, the directory to flush.</param>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void Around(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        int handle = Open(directory, ReadOnly);
        if (handle < 0)
        {
            throw new IOException($"{directory} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        int result = Flush(handle);
        string why = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(handle);
        if (result != 0)
        {
            throw new IOException($"{directory} cannot be flushed to the disk: {why}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
