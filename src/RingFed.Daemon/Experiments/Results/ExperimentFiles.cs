using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Plots;
using RingFed.Daemon.Training;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>Writes what an experiment found: table, CSV, JSON and plots.</summary>
internal static class ExperimentFiles
{
    private const string PlotsFolder = "plots";

    public static void Write(string folder, ExperimentTable table, IReadOnlyList<FinishedCell> cells)
    {
        string plots = Path.Combine(folder, PlotsFolder);
        Directory.CreateDirectory(plots);
        AtomicFile.Write(Path.Combine(folder, "table.md"), TableText.Of(table));
        AtomicFile.Write(Path.Combine(folder, "results.csv"), TableCsv.Of(table, cells));
        AtomicFile.Write(Path.Combine(folder, "results.json"), JsonOf(table));

        // An arm that the file no longer names must not go on being drawn.
        foreach (string old in Directory.GetFiles(plots, "*.svg"))
        {
            File.Delete(old);
        }

        foreach ((string file, string svg) in ExperimentPlots.Of(table, cells))
        {
            AtomicFile.Write(Path.Combine(plots, file), svg);
        }
    }

    public static string JsonOf(ExperimentTable table) => JsonSerializer.Serialize(table, ExperimentJson.Default.ExperimentTable);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(ExperimentTable))]
internal sealed partial class ExperimentJson : JsonSerializerContext;
