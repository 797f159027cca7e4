using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace RingFed.Daemon.Tests.Architecture;

/// <summary>The repository's own sources, read as text: what a compiler would let pass inside one assembly is checked here.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>All C# files below a folder of the repository, build output left out.</summary>
    public static IReadOnlyList<string> FilesUnder(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Code of a file without comments, so that a docstring may name what the code may not use.</summary>
    public static string CodeOf(string file) => Comments().Replace(File.ReadAllText(file), "");

    private static string FindRoot([CallerFilePath] string here = "")
    {
        string folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "RingFed.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("RingFed.sln was not found above the tests.");
        }

        return folder;
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
