using System.Text.Json.Serialization;
using RingFed.Learning.Evaluation;

namespace RingFed.Daemon.Demo;

/// <summary><c>summary.json</c> of a demo: what ran, what came out, and how it compares with floor and ceiling.</summary>
internal sealed record DemoSummary
{
    public required int Silos { get; init; }

    /// <summary>Closed parameter rounds; rounds of masked sums before and after them are not counted.</summary>
    public required int Rounds { get; init; }

    /// <summary>Closed rounds of masked sums, those that were kept for repeats included.</summary>
    public required int StatisticRounds { get; init; }

    public required string Model { get; init; }

    /// <summary>The rule's label: name, f, and what it withstands; that there is none, where masked sums alone make the model.</summary>
    public required string Rule { get; init; }

    public required string Cohort { get; init; }

    /// <summary>Over parameter rounds, local work included.</summary>
    public required double RoundSecondsMedian { get; init; }

    /// <summary>Mean payload bytes of a parameter round over silos and rounds, frames and proofs included.</summary>
    public required double BytesOutPerSiloPerRound { get; init; }

    /// <summary>(n - 1) x M: the payload bytes that a relay cannot do without.</summary>
    public required long BytesOutFormula { get; init; }

    /// <summary>Every silo reported the same digest for every round.</summary>
    public required bool AggregateDigestsAgree { get; init; }

    /// <summary>Who was merged, and who missed, by round.</summary>
    public required IReadOnlyList<RoundParticipants> Participants { get; init; }

    /// <summary>Closed rounds that merged every silo.</summary>
    public required int FullRounds { get; init; }

    /// <summary>Closed rounds that merged only a part of the silos; 0 after a success without qualification.</summary>
    public required int SubsetRounds { get; init; }

    public required DemoMetrics Metrics { get; init; }

    public required IReadOnlyList<SiloSummary> SiloDetails { get; init; }

    /// <summary>Largest resident memory of all daemons together, as polled.</summary>
    public required long DaemonBytesPeak { get; init; }

    public required double TrainingSeconds { get; init; }

    public required double TotalSeconds { get; init; }
}

internal sealed record RoundParticipants(int Round, IReadOnlyList<string> Merged, IReadOnlyList<string> Missed, string AggregateDigest);

/// <param name="StepMilliseconds">Mean local optimiser step of the last round.</param>
internal sealed record SiloSummary(string Silo, int Patients, long Steps, double StepMilliseconds, long BytesOut, long BytesIn, long ResidentBytesMax);

/// <summary>The three headline metrics with floor and ceiling, and the whole report below them.</summary>
internal sealed record DemoMetrics(double? Shape, double? Trend, double? Detection, HeadlineMetrics Floor, HeadlineMetrics Ceiling, EvaluationReport Report)
{
    public static DemoMetrics Of(EvaluationReport report)
    {
        double? Value(MetricDefinition metric, Func<MetricResult, Score> which) =>
            report.Find(metric.Name) is { } result ? which(result).Value : null;
        HeadlineMetrics Headline(Func<MetricResult, Score> which) => new(
            Value(MetricCatalog.Shape, which), Value(MetricCatalog.Trend, which), Value(MetricCatalog.Detection, which));
        HeadlineMetrics synthetic = Headline(result => result.Synthetic);
        return new DemoMetrics(
            synthetic.Shape, synthetic.Trend, synthetic.Detection, Headline(result => result.Floor), Headline(result => result.Ceiling), report);
    }
}

internal sealed record HeadlineMetrics(double? Shape, double? Trend, double? Detection);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(DemoSummary))]
internal sealed partial class DemoJsonContext : JsonSerializerContext;
