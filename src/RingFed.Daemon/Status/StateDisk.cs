namespace RingFed.Daemon.Status;

/// <summary>Room on the disk of the state directory.</summary>
/// <param name="FreeBytes">For this user; null when the system does not say.</param>
internal sealed record StateDisk(string Directory, long? FreeBytes)
{
    public static StateDisk Of(string directory)
    {
        try
        {
            return new StateDisk(directory, new DriveInfo(directory).AvailableFreeSpace);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new StateDisk(directory, null);
        }
    }
}
