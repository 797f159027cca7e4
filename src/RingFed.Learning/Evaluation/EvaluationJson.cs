using System.Text.Json.Serialization;

namespace RingFed.Learning.Evaluation;

/// <summary>JSON of reports, generated at build time: <c>JsonSerializer.Serialize(report, EvaluationJson.Default.EvaluationReport)</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(EvaluationReport))]
public sealed partial class EvaluationJson : JsonSerializerContext;
