using System.Text.Json;
using RingFed.Daemon.Training;

namespace RingFed.Daemon.Experiments.Cells;

/// <summary>Finished cells as files, so that an experiment that was stopped goes on where it was.</summary>
internal sealed class CellStore(string folder)
{
    /// <returns>Null where there is none, where it is torn, and where it failed: what failed is tried again.</returns>
    public CellResult? Find(string key)
    {
        try
        {
            return File.Exists(PathOf(key)) && JsonSerializer.Deserialize(File.ReadAllText(PathOf(key)), CellJson.Default.CellResult) is { Error: null } kept ? kept : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Keep(string key, CellResult result)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(PathOf(key), JsonSerializer.Serialize(result, CellJson.Default.CellResult));
    }

    private string PathOf(string key) => Path.Combine(folder, key + ".json");
}
