using System.Text.Json.Serialization;
using RingFed.Daemon.Experiments.Judging;

namespace RingFed.Daemon.Experiments.Cells;

/// <summary>What one cell gave, as it is kept in a file. Holds no patient values.</summary>
/// <param name="Error">Why there is no result; null when there is one.</param>
/// <param name="FitSeconds">Wall time of fitting and training all silos of the arm.</param>
internal sealed record CellResult(
    string? Error,
    double FitSeconds,
    double JudgeSeconds,
    IReadOnlyList<JudgedScope> Scopes,
    IReadOnlyList<SurvivalCurve> Curves,
    long? Parameters,
    double? BytesPerSiloRound,
    long? PayloadBytes,
    string? Digest,
    IReadOnlyList<string> Notes)
{
    public static CellResult Failed(string why, double seconds) => new(why, seconds, 0, [], [], null, null, null, null, []);
}

/// <summary>A cell with its result.</summary>
internal sealed record FinishedCell(CellPlan Plan, CellResult Result);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(CellResult))]
internal sealed partial class CellJson : JsonSerializerContext;
