using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>What the ends of a <see cref="Spread"/> are.</summary>
internal enum SpreadKind
{
    /// <summary>There are none: one value, or folds, which share their patients.</summary>
    None,

    /// <summary>Smallest and largest of the training seeds of one split: noise of training alone, and no interval.</summary>
    Seeds,

    /// <summary>95 % interval by the protocol's nested bootstrap.</summary>
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
    /// replicates have the same hold-out, and folds (of one repeat or many) have the same patients: neither tells how the
    /// metric varies over patients, so neither makes an interval.
    /// </summary>
    /// <param name="areFolds">The splits are folds of a cross-validation.</param>
    /// <returns>Null for no values.</returns>
    public static Spread? Of(IReadOnlyList<MetricCell> cells, bool areFolds)
    {
        if (cells.Count == 0)
        {
            return null;
        }

        int splits = cells.Select(cell => cell.Split).Distinct().Count();
        bool hasPatients = cells.All(cell => cell.Replicates is not null);
        if (!areFolds && (splits > 1 || hasPatients))
        {
            Estimate estimate = Estimate.Of(cells, new ProtocolOptions());
            return new Spread(estimate.Mean, estimate.Low, estimate.High, cells.Count, SpreadKind.Interval) { CanClaim = splits >= SplitsMin || (splits == 1 && hasPatients) };
        }

        double mean = cells.GroupBy(cell => cell.Split).Average(split => split.Average(cell => cell.Value));
        return areFolds || cells.Count == 1
            ? new Spread(mean, null, null, cells.Count, SpreadKind.None)
            : new Spread(mean, cells.Min(cell => cell.Value), cells.Max(cell => cell.Value), cells.Count, SpreadKind.Seeds);
    }
}
