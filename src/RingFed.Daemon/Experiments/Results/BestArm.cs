using RingFed.Daemon.Experiments.Judging;
using RingFed.Learning.Evaluation;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>Who is best at a metric on joint patients, pooled arms and those marked COPYING aside. That it leads others by more than chance is not said.</summary>
internal sealed record BestArm(string Metric, string Title, string Model, string Strategy, Spread Score, double? Ceiling)
{
    public static IReadOnlyList<BestArm> Of(IReadOnlyList<TableRow> rows, IReadOnlyList<string> pooled) =>
    [
        .. from row in rows
           where row.Scope == JudgedScope.Joint && !row.IsCopying && !pooled.Contains(row.Strategy)
           from entry in row.Entries
           where HeadlineMetrics.Contains(entry.Metric) && Goodness(entry) is not null
           group (row, entry) by entry.Metric into metric
           let best = metric.MaxBy(one => Goodness(one.entry))
           select new BestArm(metric.Key, best.entry.Title, best.row.Model, best.row.Strategy, best.entry.Score, best.entry.Ceiling),
    ];

    private static double? Goodness(TableEntry entry) =>
        new MeasuredMetric(entry.Metric, entry.Title, entry.Direction, entry.Ideal, entry.Score.Mean, null, null, null).Goodness(entry.Score.Mean);
}
