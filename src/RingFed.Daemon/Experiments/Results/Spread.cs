using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>What the ends of a <see cref="Spread"/> are.</summary>
internal enum SpreadKind
{
    /// <summary>There are none: one value.</summary>
    None,

    /// <summary>Smallest and largest of the training seeds of one split: noise of training alone, and no interval.</summary>
    Seeds,

    /// <summary>95 % interval by the protocol's nested bootstrap, of folds by <see cref="CorrectedResampling"/>.</summary>
    Interval,
}

/// <summary>A mean, and how far it may be off where the cells can tell.</summary>
/// <param name="Low">Lower end; null where there is none.</param>
/// <param name="Count">Cells that have a value.</param>
internal sealed record Spread(double Mean, double? Low, double? High, int Count, SpreadKind Kind)
{
    /// <summary>From so many splits on, or from resampled patients, an interval can be claimed by.</summary>
    private const int SplitsMin = 3;

    /// <summary>An interval rests on it alone that excludes 0.</summary>
    public bool CanClaim { get; private init; }

    /// <summary>
    /// Splits, seeds within, patients within those that have replicates (<see cref="Estimate"/>). Seeds of one split without
    /// replicates have the same hold-out and tell nothing of how the metric varies over patients: they make no interval. Folds
    /// share their training patients, for which the interval is corrected; it claims something from a whole repeat on.
    /// </summary>
    /// <param name="folds">k, where the splits are folds of a cross-validation; 0 where they are not.</param>
    /// <returns>Null for no values.</returns>
    public static Spread? Of(IReadOnlyList<MetricCell> cells, int folds)
    {
        if (cells.Count == 0)
        {
            return null;
        }

        double[] splits = [.. cells.GroupBy(cell => cell.Split).OrderBy(split => split.Key).Select(split => split.Average(cell => cell.Value))];
        bool hasPatients = cells.All(cell => cell.Replicates is not null);
        if (folds > 0)
        {
            return CorrectedResampling.Interval(splits, 1.0 / (folds - 1)) is not ({ } low, { } high)
                ? new Spread(splits[0], null, null, cells.Count, SpreadKind.None)
                : new Spread(splits.Average(), low, high, cells.Count, SpreadKind.Interval) { CanClaim = splits.Length >= Math.Max(SplitsMin, folds) };
        }

        if (splits.Length > 1 || hasPatients)
        {
            Estimate estimate = Estimate.Of(cells, new ProtocolOptions());
            return new Spread(estimate.Mean, estimate.Low, estimate.High, cells.Count, SpreadKind.Interval) { CanClaim = splits.Length >= SplitsMin || (splits.Length == 1 && hasPatients) };
        }

        return cells.Count == 1
            ? new Spread(splits[0], null, null, 1, SpreadKind.None)
            : new Spread(splits[0], cells.Min(cell => cell.Value), cells.Max(cell => cell.Value), cells.Count, SpreadKind.Seeds);
    }

    /// <summary>In another unit: of each unit so many.</summary>
    /// <param name="factor">Above 0.</param>
    public Spread Times(double factor) => this with { Mean = Mean * factor, Low = Low * factor, High = High * factor };
}
