using System.Text;
using RingFed.Learning.Data;

namespace RingFed.Daemon.Training;

/// <summary>Replaces a file as a whole: a reader, or a restart after a power cut, sees the old text or the new one.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string text)
    {
        string temporary = path + ".tmp";
        using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectoryFlush.Around(path);
    }
}
