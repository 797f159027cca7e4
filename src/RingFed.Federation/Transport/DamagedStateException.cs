namespace RingFed.Federation.Transport;

/// <summary>
/// What the state directory held cannot be read any more, and going on without it could sign a second, different record
/// where the ring has the first. Nothing was started.
/// </summary>
public sealed class DamagedStateException : IOException
{
    internal DamagedStateException(string what, IEnumerable<string> files)
        : base(
            $"{what}: {string.Join(", ", files)} torn or altered; going on could sign twice for one round. Restore the newest copy "
            + "of the state directory, or start a new epoch with an empty one")
    {
    }

    /// <param name="message">Says what is lost and what to do.</param>
    internal DamagedStateException(string message)
        : base(message)
    {
    }
}
