using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RingFed.Federation.Transport;

/// <summary>
/// Mark in a state directory that was put back from a backup, a snapshot or a copy of its machine: what its silo signed
/// since is not in it. It stays until the silo knows that it can contradict nothing of that. It holds a number of the
/// occasion, because what may have been spent and forgotten is booked once for each.
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

        // A copy may hold the mark of an earlier occasion, and this is another.
        Set(directory, isPutBack: true, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
    }

    public static bool IsSet(string directory) => File.Exists(Path.Combine(directory, FileName));

    /// <returns>Null when there is no mark; 0 for a damaged one, which is a mark all the same.</returns>
    internal static ulong? OccasionOf(string directory) =>
        DurableFile.Read(Path.Combine(directory, FileName)) is (_, { Length: sizeof(ulong) } occasion)
            ? BinaryPrimitives.ReadUInt64BigEndian(occasion)
            : IsSet(directory) ? 0 : null;

    internal static void Set(string directory, bool isPutBack, ulong occasion)
    {
        string path = Path.Combine(directory, FileName);
        if (isPutBack)
        {
            byte[] number = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(number, occasion);
            DurableFile.Write(path, Encoding.UTF8.GetBytes("put back from a copy: nothing is signed before the ring was asked"), number);
        }
        else
        {
            File.Delete(path);
            DirectoryFlush.Run(directory);
        }
    }
}
