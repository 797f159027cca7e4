namespace RingFed.Learning.Evaluation.Protocol;

/// <summary>What an interval allows to say of two arms.</summary>
public enum Verdict
{
    /// <summary>The interval spans 0. That is no proof of equality; see <see cref="PairedComparison.IsWithin"/>.</summary>
    NoDifferenceShown,
    Better,
    Worse,
}

/// <summary>
/// Candidate against baseline on the same splits, training seeds and patient draws: what both share cancels. A difference
/// is claimed only when its 95 % interval excludes 0.
/// </summary>
/// <param name="Difference">Candidate minus baseline, as measured.</param>
/// <param name="Gain">The difference turned by the metric's direction: above 0 the candidate is better; closeness to the ideal where both sides are faults.</param>
/// <param name="Unpaired">Cells that only one of both has; they count nowhere.</param>
public sealed record PairedComparison(Estimate Difference, Estimate Gain, int Unpaired)
{
    public Verdict Verdict => Gain.Low > 0 ? Verdict.Better : Gain.High < 0 ? Verdict.Worse : Verdict.NoDifferenceShown;

    /// <summary>Equivalence: the whole interval of the difference lies in -margin..margin.</summary>
    public bool IsWithin(double margin) => Difference.Low >= -margin && Difference.High <= margin;

    /// <returns>Null where no cell is common to both.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Estimate.Of"/>, or both sides of the metric are faults and it has no ideal.</exception>
    public static PairedComparison? Of(
        IReadOnlyList<MetricCell> candidate, IReadOnlyList<MetricCell> baseline, MetricDefinition metric, ProtocolOptions options)
    {
        if (metric is { Direction: MetricDirection.CloserIsBetter, Ideal: null })
        {
            throw new ArgumentException($"'{metric.Name}' has no ideal that arms could be nearer to; compare it with its ceiling.", nameof(metric));
        }

        Dictionary<(int, int), MetricCell> others = baseline.ToDictionary(cell => (cell.Split, cell.Seed));
        (MetricCell Candidate, MetricCell Baseline)[] pairs = [.. candidate
            .Where(cell => others.ContainsKey((cell.Split, cell.Seed)))
            .Select(cell => (cell, others[(cell.Split, cell.Seed)]))];
        return pairs.Length == 0
            ? null
            : new PairedComparison(
                Compare(pairs, value => value, options),
                Compare(pairs, value => metric.Goodness(value)!.Value, options),
                candidate.Count + baseline.Count - (2 * pairs.Length));
    }

    private static Estimate Compare(
        (MetricCell Candidate, MetricCell Baseline)[] pairs, Func<double, double> scale, ProtocolOptions options) =>
        Estimate.Of([.. pairs.Select(pair => Subtract(pair.Candidate, pair.Baseline, scale))], options);

    private static MetricCell Subtract(MetricCell a, MetricCell b, Func<double, double> scale) => new(
        a.Split, a.Seed, scale(a.Value) - scale(b.Value),
        a.Replicates is { } drawnA && b.Replicates is { } drawnB
            ? [.. drawnA.Zip(drawnB, (x, y) => scale(x) - scale(y))]
            : null);
}
