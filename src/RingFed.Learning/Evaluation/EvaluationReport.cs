using System.Text.Json.Serialization;
using RingFed.Learning.Evaluation.Subgroups;

namespace RingFed.Learning.Evaluation;

/// <summary>How faithful a synthetic cohort is, every metric with floor and ceiling. Holds no patient values.</summary>
public sealed record EvaluationReport
{
    public required int TrainRows { get; init; }

    public required int HoldoutRows { get; init; }

    public required int SyntheticRows { get; init; }

    /// <summary>Rows of each cohort that is compared column by column with the training rows (equal n).</summary>
    public required int ComparedRows { get; init; }

    public required long Seed { get; init; }

    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    public required IReadOnlyList<ColumnResult> Columns { get; init; }

    /// <summary>True when drawn rows give training patients away, by DCR share or by a membership attack; such a report is not ranked. Null: unknown.</summary>
    public required bool? Copying { get; init; }

    /// <summary>What ran together and how long each took, in seconds; they overlap when threads do.</summary>
    public required IReadOnlyList<MetricTiming> Timings { get; init; }

    /// <summary>Time of the whole evaluation.</summary>
    public required double Seconds { get; init; }

    /// <summary>Reports of single groups of patients; null where none was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SubgroupResult>? Subgroups { get; init; }

    /// <summary>Of rows that were drawn under conditions; null where none were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConditionalFidelity? Conditional { get; init; }

    /// <summary>The metric of that name, or null where the schema gives no reason for it.</summary>
    public MetricResult? Find(string name) => Metrics.FirstOrDefault(result => result.Metric.Name == name);
}

/// <summary>Shape of one column: 1 - KS or 1 - TVD against the training rows; null where a cohort has no rows.</summary>
/// <param name="HolmP">Of the synthetic column's test against train (<see cref="Fidelity.ColumnTest"/>), all columns considered; null where there are no rows.</param>
public sealed record ColumnResult(string Column, double? Synthetic, double? Floor, double? Ceiling, double? HolmP);

/// <summary>Seconds that a group of metrics took, all three cohorts together.</summary>
public sealed record MetricTiming(string Group, double Seconds);
