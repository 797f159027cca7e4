namespace RingFed.Federation.Transport;

/// <summary>Another process runs on the state directory: two would sign different updates of one silo.</summary>
public sealed class StateInUseException : IOException
{
    internal StateInUseException(string directory, IOException cause)
        : base($"{directory} is in use by another ringfed process; stop that one, or give this silo its own state directory", cause)
    {
    }
}

/// <summary>Keeps a state directory to one process. The system lets go of it when the process ends, however it ends.</summary>
internal static class StateLock
{
    public const string FileName = "state.lock";

    /// <returns>Held until disposed. The file stays: removing it could take it from under the next holder.</returns>
    /// <exception cref="StateInUseException">Another process, or session, holds it.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static IDisposable Take(string directory)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (held is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            throw new StateInUseException(directory, held);
        }
    }
}
