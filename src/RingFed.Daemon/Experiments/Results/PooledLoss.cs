using RingFed.Daemon.Experiments.Judging;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>
/// AMP of the source work (<see cref="Learning.Evaluation.Ring.AggregatedPerformance"/>) over cells that are paired by split
/// and seed: the mean of (q_pooled - q_arm), over the mean of q_pooled, q being a metric's place between floor and ceiling. A
/// ratio of means, since one split in which the pooled model is hardly above the floor would rule a mean of ratios; its
/// interval is that of the paired difference, in units of the mean of q_pooled. Below 0 the arm did better.
/// </summary>
internal sealed record PooledLoss(string Model, string Strategy, string Scope, string Metric, Spread Share)
{
    /// <returns>Empty for the pooled arm itself, and where there is none.</returns>
    public static IEnumerable<PooledLoss> Of(ArmCells arm, IReadOnlyList<ArmCells> arms)
    {
        if (arm.Kind == StrategyKind.Pooled || arms.FirstOrDefault(one => one.Model == arm.Model && one.Kind == StrategyKind.Pooled) is not { } pooled)
        {
            yield break;
        }

        foreach (IGrouping<string, MetricPair> pairs in arm.Against(pooled).Where(pair => pair.Scope == JudgedScope.Joint && HeadlineMetrics.Contains(pair.Candidate.Name)).GroupBy(pair => pair.Candidate.Name))
        {
            MetricPair[] ranked = [.. pairs.Where(pair => pair.Candidate.Quality is not null && pair.Baseline.Quality is not null)];
            Spread? lost = arm.SpreadOf(ranked, (pair, value, other) => pair.Baseline.QualityOf(other) - pair.Candidate.QualityOf(value));
            Spread? whole = arm.SpreadOf(ranked.Select(pair => (pair.Cell, pair.Baseline.Quality, (IReadOnlyList<double>?)null)));
            if (lost is not null && whole is { Mean: > 0 })
            {
                yield return new PooledLoss(arm.Model, arm.Strategy, JudgedScope.Joint, pairs.Key, lost.Times(1 / whole.Mean));
            }
        }
    }
}
