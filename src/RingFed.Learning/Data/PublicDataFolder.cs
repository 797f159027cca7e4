namespace RingFed.Learning.Data;

/// <summary>
/// Finds the folder of public cohorts for development: the environment variable <c>RINGFED_DATA</c>, or
/// <c>../shared/data</c> beside the repository that the process runs in.
/// </summary>
public static class PublicDataFolder
{
    public const string Variable = "RINGFED_DATA";

    /// <summary>The cohort's folder, or null when it is not on this machine.</summary>
    /// <param name="cohort">Folder name such as <c>aml</c>.</param>
    /// <param name="start">Where to look for the repository from, upwards.</param>
    public static string? Find(string cohort, string start)
    {
        string? root = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : BesideRepository(start);
        string? folder = root is null ? null : Path.Combine(root, cohort);
        return Directory.Exists(folder) ? folder : null;
    }

    private static string? BesideRepository(string start)
    {
        DirectoryInfo? folder = new(start);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RingFed.sln")))
        {
            folder = folder.Parent;
        }

        return folder is null ? null : Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data"));
    }
}
