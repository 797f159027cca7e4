using System.CommandLine;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;

namespace RingFed.Daemon.Commands;

/// <summary>Options of the commands that say something of the patients in a file, and the checks that they share.</summary>
internal static class PatientOptions
{
    /// <summary>As many as Linux follows: more is a circle, which nothing can be written through.</summary>
    private const int LinksMax = 40;

    public static Option<FileInfo> Data() => new("--data") { Description = "CSV of patients, with the columns of the schema; any cell may be missing (NA), of an endpoint time and event together.", Required = true };

    public static Option<FileInfo?> Out(string what) => new("--out", "-o") { Description = $"CSV file to write: {what}. It holds patients: keep it at the silo." };

    /// <exception cref="CommandFailure">The file has faults; all are listed.</exception>
    public static PatientFile Read(CohortSchema schema, FileInfo file)
    {
        InputFailures failures = new();
        PatientFile? patients = failures.Try(() => PatientFile.Read(schema, file.FullName));
        failures.ThrowIfAny();
        return patients!;
    }

    /// <summary>A name a file: its own, or its folder's where all files are called alike, or its path where that does not tell them apart either.</summary>
    public static IReadOnlyList<string> SiteNames(IReadOnlyList<FileInfo> files)
    {
        Func<FileInfo, string>[] ways = [file => Path.GetFileNameWithoutExtension(file.Name), file => file.Directory?.Name ?? file.Name, file => file.FullName];
        return ways.Select(way => files.Select(way).ToArray()).FirstOrDefault(names => names.Distinct().Count() == names.Length) ?? [.. files.Select(file => file.FullName)];
    }

    /// <summary>A command that neither writes nor checks would do nothing, and one that writes over its input would destroy it.</summary>
    /// <param name="outputs">All files that will be written, by their own names; null for none.</param>
    /// <exception cref="CommandFailure">Neither was asked for, or a file to write is the one of patients, whatever symbolic links lead to it.</exception>
    public static void RequireUse(FileInfo data, IReadOnlyList<string>? outputs, bool check)
    {
        if (outputs is null && !check)
        {
            throw new CommandFailure(ExitCodes.BadInput, "nothing is asked for: name a file to write by --out, or give --check");
        }

        string patients = Resolved(data.FullName);
        if (outputs?.FirstOrDefault(output => Resolved(output) == patients) is { } same)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"--out would write {same}, which is the file of --data and stays as it is: name another");
        }
    }

    /// <summary>The path without links, of the file and of every folder above it; what does not exist stays as it is named.</summary>
    private static string Resolved(string path, int links = 0)
    {
        string full = Path.GetFullPath(path);
        string named = Path.GetDirectoryName(full) is { } folder ? Path.Combine(Resolved(folder, links), Path.GetFileName(full)) : full;
        FileSystemInfo entry = Directory.Exists(named) ? new DirectoryInfo(named) : new FileInfo(named);
        return entry.LinkTarget is { } target && links < LinksMax ? Resolved(Path.Combine(Path.GetDirectoryName(named)!, target), links + 1) : named;
    }
}
