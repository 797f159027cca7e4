using System.Text.Json.Serialization;

namespace RingFed.Learning.Privacy;

/// <summary>One line of a <see cref="FileLedger"/>.</summary>
/// <param name="Previous">SHA-256 of the preceding line's bytes without its newline, 64 zeros for the first.</param>
/// <param name="Reason">Only of what was forgotten: why it is booked.</param>
/// <param name="Terms">Only of statistics, and not of those that were booked before the ledger had them.</param>
internal sealed record LedgerLine(
    long Sequence,
    DateTimeOffset At,
    LedgerPurpose Purpose,
    string Name,
    double Epsilon,
    double Delta,
    string? Mechanism,
    string Previous,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StatisticTerms? Terms = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LedgerLine))]
internal sealed partial class LedgerJson : JsonSerializerContext;
