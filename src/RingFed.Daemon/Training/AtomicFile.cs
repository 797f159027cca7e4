using System.Text;
using RingFed.Learning.Data;

namespace RingFed.Daemon.Training;

/// <summary>
/// Replaces a file as a whole: a reader, or a restart after a power cut, sees the old text or the new one. Of several writers, in
/// one process or in two, the last one's text stays.
/// </summary>
internal static class AtomicFile
{
    private static int writers;

    public static void Write(string path, string text)
    {
        string temporary = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref writers)}.tmp";
        try
        {
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        DirectoryFlush.Around(path);
    }
}
