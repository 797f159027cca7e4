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
    /// <summary>Rounds of training; null for what is made by sums alone.</summary>
    public int? Rounds { get; init; }

    /// <summary>Optimiser steps kept at a silo, the mean over silos, at the one place of pooled patients; a model that goes back to its best step made more; null for what is made by sums alone.</summary>
    public double? UpdatesPerSilo { get; init; }

    /// <summary>CO: bytes that left a silo in a round over the formula's; null where nothing was sent.</summary>
    public double? CostRatio { get; init; }

    /// <summary>FC before merges, the mean over rounds, and after them, the largest; null where nothing was merged.</summary>
    public double? ConsistencyBefore { get; init; }

    public double? ConsistencyAfter { get; init; }

    /// <summary>Linear CKA of silos' encoders on public anchors, the mean over pairs and the least; null where there is no latent space, or silos share one model.</summary>
    public double? Cka { get; init; }

    public double? CkaLeast { get; init; }

    /// <summary>Squared maximum mean discrepancy of a silo's codes from all codes, the mean over silos; null as for the CKA.</summary>
    public double? Mmd { get; init; }

    /// <summary>What the ring's model scored after the rounds that the file asks for, and at the end.</summary>
    public IReadOnlyList<RoundScore> ByRound { get; init; } = [];

    public static CellResult Failed(string why, double seconds) => new(why, seconds, 0, [], [], null, null, null, null, []);
}

/// <summary>A cell with its result.</summary>
internal sealed record FinishedCell(CellPlan Plan, CellResult Result);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(CellResult))]
internal sealed partial class CellJson : JsonSerializerContext;
