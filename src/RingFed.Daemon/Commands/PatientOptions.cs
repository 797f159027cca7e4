using System.CommandLine;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;

namespace RingFed.Daemon.Commands;

/// <summary>Options of the commands that say something of the patients in a file, and the checks that they share.</summary>
internal static class PatientOptions
{
    public static Option<FileInfo> Data() => new("--data") { Description = "CSV of patients, with the columns of the schema; any cell may be missing (NA).", Required = true };

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
    /// <exception cref="CommandFailure">Neither was asked for, or both files are the same.</exception>
    public static void RequireUse(FileInfo data, FileInfo? output, bool check)
    {
        if (output is null && !check)
        {
            throw new CommandFailure(ExitCodes.BadInput, "nothing is asked for: name a file to write by --out, or give --check");
        }

        if (output is not null && Path.GetFullPath(output.FullName) == Path.GetFullPath(data.FullName))
        {
            throw new CommandFailure(ExitCodes.BadInput, $"--out {output.FullName} is the file of --data, which stays as it is: name another");
        }
    }
}
