using System.Text;

namespace RingFed.Federation.Transport;

/// <summary>
/// Mark in a state directory that was put back from a backup, a snapshot or a copy of its machine: what its silo signed
/// since is not in it. It stays until the silo knows that it can contradict nothing of that.
/// </summary>
public static class StateMark
{
    private const string FileName = "put-back.ring";

    /// <summary>Marks a directory on which no session runs. A directory that is not there yet is refused: nothing was put back.</summary>
    /// <exception cref="StateInUseException">A session runs on it.</exception>
    /// <exception cref="IOException">It is not there, cannot be read or cannot be written.</exception>
    public static void Set(string directory)
    {
        using IDisposable taken = StateLock.Take(directory);
        foreach (string file in Directory.EnumerateFiles(directory).Where(file => Path.GetFileName(file) != StateLock.FileName))
        {
            File.OpenRead(file).Dispose();
        }

        Set(directory, isPutBack: true);
    }

    public static bool IsSet(string directory) => File.Exists(Path.Combine(directory, FileName));

    internal static void Set(string directory, bool isPutBack)
    {
        string path = Path.Combine(directory, FileName);
        if (isPutBack)
        {
            DurableFile.Write(path, Encoding.UTF8.GetBytes("put back from a copy: nothing is signed before the ring was asked"), []);
        }
        else
        {
            File.Delete(path);
            DirectoryFlush.Run(directory);
        }
    }
}
