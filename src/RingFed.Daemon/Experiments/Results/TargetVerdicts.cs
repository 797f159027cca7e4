using RingFed.Daemon.Experiments.Judging;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>
/// The targets of the project's learning design, held against the arms that a ring of daemons could run: isolated and pooled
/// ones are what they are measured by.
/// </summary>
internal static class TargetVerdicts
{
    private const double DetectionMost = .70;
    private const double PhiShare = .85;
    private const double RealMargin = .03;
    private const double PooledMargin = .02;
    private const double NormalQuantile975 = 1.959963984540054;
    private static readonly string[] GeneMetrics = ["geneFrequency", "rareGeneFrequency"];
    private static readonly string[] SiloMetrics = ["detection", "phiSlope", "auc", "f1"];

    /// <param name="silos">Empty where sizes are not known.</param>
    public static IEnumerable<TargetVerdict> Of(ArmCells arm, IReadOnlyList<ArmCells> arms, IReadOnlyList<SiloSize> silos)
    {
        if (arm.Kind is StrategyKind.Isolated or StrategyKind.Pooled || arm.Cells.All(cell => cell.Result.Error is not null))
        {
            return [];
        }

        ArmCells? isolated = arms.FirstOrDefault(one => one.Model == arm.Model && one.Kind == StrategyKind.Isolated);
        ArmCells? pooled = arms.FirstOrDefault(one => one.Model == arm.Model && one.Kind == StrategyKind.Pooled);
        return
        [
            .. Copying(arm),
            .. Joint(arm).Concat(Early(arm)).Select(verdict => verdict.Unless(arm.IsCopyingIn(JudgedScope.Joint))),
            .. pooled is null ? [] : AgainstPooled(arm, pooled).Select(verdict => verdict.Unless(AnyCopies(JudgedScope.Joint, arm, pooled))),
            .. isolated is null ? [] : AgainstIsolated(arm, isolated, silos).Select(verdict => verdict.Unless(arm.IsCopyingIn(JudgedScope.Joint) || AnyCopies(verdict.Scope, arm, isolated))),
        ];
    }

    private static bool AnyCopies(string scope, params ArmCells[] arms) => arms.Any(arm => arm.IsCopyingIn(scope));

    /// <summary>Met where every cell's rows have a mark, and each says no.</summary>
    private static IEnumerable<TargetVerdict> Copying(ArmCells arm)
    {
        bool?[] marks = [.. arm.Cells.SelectMany(cell => cell.Result.Scopes).Where(scope => scope.Scope == JudgedScope.Joint).Select(scope => scope.Copying)];
        if (marks.All(mark => mark is null))
        {
            return [];
        }

        TargetVerdict verdict = new("not COPYING, in any cell", arm.Model, arm.Strategy, JudgedScope.Joint, "copying", null, null, marks.All(mark => mark == false), true);
        return [marks.Contains(true) || marks.All(mark => mark is not null) ? verdict : verdict.Unjudged("not known in all cells")];
    }

    private static IEnumerable<TargetVerdict> Joint(ArmCells arm)
    {
        foreach (var metric in arm.In(JudgedScope.Joint).Where(one => !one.Metric.IsGate).GroupBy(one => one.Metric.Name))
        {
            (string target, Func<MeasuredMetric, double?> of, double least, double most) = metric.Key switch
            {
                "detection" => ($"detection at most {DetectionMost:0.00}", one => one.Value, double.NegativeInfinity, DetectionMost),
                "phiSlope" => ($"phi slope at least {PhiShare:0.00} of the hold-out's", one => one.Value - (PhiShare * one.Ceiling), 0, double.PositiveInfinity),
                _ when GeneMetrics.Contains(metric.Key) => ("at least the hold-out's", one => one.Value - one.Ceiling, 0, double.PositiveInfinity),
                _ when metric.Key.StartsWith("cIndex.", StringComparison.Ordinal) => ($"C trained on synthetic rows within {RealMargin:0.00} of trained on real ones", one => one.Value - one.Ceiling, -RealMargin, RealMargin),
                _ => ("", (Func<MeasuredMetric, double?>)(_ => null), 0.0, 0.0),
            };
            if (arm.SpreadOf(metric.Select(one => (one.Cell, of(one.Metric), (IReadOnlyList<double>?)null))) is { } value)
            {
                yield return HeadlineMetrics.IsConcordance(metric.Key)
                    ? TargetVerdict.OfInterval(target, arm, JudgedScope.Joint, metric.Key, value, least, most)
                    : TargetVerdict.OfMean(target, arm, JudgedScope.Joint, metric.Key, value, least, most);
            }
        }
    }

    private static IEnumerable<TargetVerdict> AgainstPooled(ArmCells arm, ArmCells pooled) =>
        from pairs in arm.PairsWith(pooled).Where(pair => pair.Scope == JudgedScope.Joint && (HeadlineMetrics.IsConcordance(pair.Candidate.Name) || pair.Candidate.Name is "detection" or "auc" or "f1")).GroupBy(pair => pair.Candidate.Name)
        let difference = arm.SpreadOf(pairs, (_, value, other) => value - other)
        where difference is not null
        select TargetVerdict.OfInterval($"ring minus pooled within {PooledMargin:0.00}", arm, JudgedScope.Joint, pairs.Key, difference, -PooledMargin, PooledMargin);

    private static IEnumerable<TargetVerdict> AgainstIsolated(ArmCells arm, ArmCells isolated, IReadOnlyList<SiloSize> silos)
    {
        string? smallest = silos.MinBy(silo => silo.Patients)?.Silo;
        string judged = arm.Plan.Judging.Silos == SiloJudging.Joint ? "judged on the patients of all" : "judged on its own patients";
        foreach (var pairs in arm.PairsWith(isolated)
            .Where(pair => silos.Any(silo => silo.Silo == pair.Scope) && (HeadlineMetrics.IsConcordance(pair.Candidate.Name) || SiloMetrics.Contains(pair.Candidate.Name)))
            .GroupBy(pair => (pair.Scope, pair.Candidate.Name)))
        {
            if (arm.SpreadOf(pairs, ExperimentTable.Gain) is { } gain)
            {
                yield return pairs.Key.Scope == smallest
                    ? TargetVerdict.OfGain($"smallest silo better than isolated, {judged}", arm, smallest, pairs.Key.Name, gain)
                    : TargetVerdict.OfMean($"other silos at most one standard error worse than isolated, {judged}", arm, pairs.Key.Scope, pairs.Key.Name, gain, -StandardError(gain), double.PositiveInfinity);
            }
        }
    }

    private static IEnumerable<TargetVerdict> Early(ArmCells arm) =>
        from curve in RoundCurve.Of(arm)
        where curve is { Early: not null, Metric: "csf" }
        select TargetVerdict.OfMean($"{curve.Metric} of round {RoundCurve.EarlyRound} at least {RoundCurve.EarlyShare:0.00} of its final value", arm, JudgedScope.Joint, curve.Metric, curve.Early!, 0, double.PositiveInfinity);

    /// <summary>From the interval's half width; 0 where there is none.</summary>
    private static double StandardError(Spread spread) =>
        spread is { Kind: SpreadKind.Interval, Low: { } low, High: { } high } ? (high - low) / (2 * NormalQuantile975) : 0;
}
