namespace RingFed.Federation.Topology;

/// <summary>Reads a configuration file as text, or says why not.</summary>
public static class ConfigText
{
    // A roster of 128 silos takes under 32 KiB.
    private const int BytesMax = 1024 * 1024;

    public static string? Read(string path, FaultList faults)
    {
        try
        {
            if (new FileInfo(path).Length > BytesMax)
            {
                faults.Add(0, "", $"is larger than {BytesMax} bytes", "check that this is the file you meant");
                return null;
            }

            return File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            faults.Add(0, "", $"cannot be read: {unreadable.Message}", "check the path and its permissions");
            return null;
        }
    }
}
