using RingFed.Learning.Evaluation;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>What the ring's model scored after a round, on joint patients.</summary>
/// <param name="Round">The first is 1.</param>
internal sealed record RoundScore(int Round, string Metric, double Value)
{
    public static IReadOnlyList<string> Metrics { get; } = [MetricCatalog.ClinicalFidelity.Name, MetricCatalog.GenomicFidelity.Name];
}
