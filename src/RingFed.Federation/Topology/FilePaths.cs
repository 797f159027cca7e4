namespace RingFed.Federation.Topology;

/// <summary>Paths inside a file start at that file's folder, so that a folder can be moved as a whole.</summary>
public static class FilePaths
{
    /// <returns>Absolute path; empty after a fault.</returns>
    public static string Required(SectionReader section, string field, string example, string folder) =>
        section.RequiredText(field, example) is { } text ? Resolve(section, field, text, folder) : "";

    public static string Resolve(SectionReader section, string field, string text, string folder)
    {
        if (!text.Contains('\0'))
        {
            return Path.GetFullPath(text, folder);
        }

        section.Fault(field, "holds a zero byte", "write a path");
        return "";
    }
}
