using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Daemon.Training;

/// <summary>
/// What patients are drawn from, with the verdict that chose it and the best parameters that were ever chosen: a model's
/// checkpoint with one tensor and one line of text more. One file, so that after a power cut they are of one round. The
/// text has a checksum of its own: a daemon that starts reads it and leaves the models beside it on the disk.
/// </summary>
internal static class ServedFile
{
    private const string BestName = "gate.best";
    private const string VerdictKey = "gate.verdict";
    private const string VerdictChecksumKey = "gate.verdict.sha256";

    /// <param name="model">Holds what is served.</param>
    public static void Write(SiloState files, IRingModel model, GateVerdict verdict, float[] best)
    {
        string text = JsonSerializer.Serialize(verdict, GateVerdictJson.Default.GateVerdict);
        model.SaveCheckpoint(files.Served, new CheckpointAddition(
            [SafetensorsEntry.Of<float>(BestName, best, best.Length)],
            new Dictionary<string, string> { [VerdictKey] = text, [VerdictChecksumKey] = ChecksumOf(text) }));
        DirectoryFlush.Around(files.Served);
    }

    /// <summary>The best that was ever served; where the file does not say, what is served.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of a model with another layout.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static float[] BestIn(SiloState files, ModelLayout layout)
    {
        SafetensorsFile file = SafetensorsFile.Load(files.Served);
        return file.Entries.Any(entry => entry.Name == BestName)
            ? file.Read<float>(BestName, layout.Count).ToArray()
            : [.. layout.Parameters.SelectMany(parameter => file.Read<float>(parameter.Name, [.. parameter.Shape]).ToArray())];
    }

    /// <summary>What the gate last found; needs no model.</summary>
    /// <returns>Null when nothing was judged yet, or it cannot be read: the next round's verdict replaces it.</returns>
    public static GateVerdict? VerdictIn(SiloState files)
    {
        try
        {
            return File.Exists(files.Served)
                && SafetensorsFile.LoadMetadata(files.Served) is var metadata
                && metadata.GetValueOrDefault(VerdictKey) is { } text
                && metadata.GetValueOrDefault(VerdictChecksumKey) == ChecksumOf(text)
                ? JsonSerializer.Deserialize(text, GateVerdictJson.Default.GateVerdict)
                : null;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string ChecksumOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

[JsonSerializable(typeof(GateVerdict))]
internal sealed partial class GateVerdictJson : JsonSerializerContext;
