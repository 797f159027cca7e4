using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>A metric of a row: mean over its cells, and an interval where they can tell, with floor and ceiling under the same protocol.</summary>
internal sealed record TableEntry(string Metric, string Title, MetricDirection Direction, double? Ideal, Spread Score, double? Floor, double? Ceiling)
{
    /// <summary>A warning and no quality: it is never ranked.</summary>
    public bool IsGate { get; init; }
}

/// <summary>One model under one strategy, on one part of the patients.</summary>
/// <param name="Failed">Cells without a result.</param>
/// <param name="Why">Of the first of them, or what a reader should know; null for nothing.</param>
/// <param name="IsCopying">Some cell's rows lie suspiciously close to training patients: the row is not ranked.</param>
internal sealed record TableRow(
    string Model, string Strategy, string Scope, int Cells, int Failed, string? Why, bool IsCopying, IReadOnlyList<TableEntry> Entries)
{
    public double? FitSeconds { get; init; }

    public double? BytesPerSiloRound { get; init; }

    /// <summary>What readers should know of the arm: rule, donor, guard; each once, whichever cell says it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public TableEntry? Find(string metric) => Entries.FirstOrDefault(entry => entry.Metric == metric);
}

/// <summary>A strategy against another under one model: paired over splits and seeds that both have.</summary>
/// <param name="Gain">How much better the strategy is, whatever the metric's direction.</param>
/// <param name="Verdict">Claimed only where the interval leaves 0 out, and rests on resampled patients or on three splits or more.</param>
internal sealed record TableComparison(string Model, string Strategy, string Baseline, string Scope, string Metric, Spread Gain, string Verdict);

/// <summary>All that an experiment found so far.</summary>
/// <param name="Inapplicable">Pairs of model and strategy that have no cells.</param>
internal sealed record ExperimentTable(
    string Experiment, IReadOnlyList<TableRow> Rows, IReadOnlyList<TableComparison> Comparisons, IReadOnlyList<InapplicablePair> Inapplicable)
{
    public const string NoDifference = "no difference shown";

    public const string TooFew = "too few splits to tell";

    private static readonly StrategyKind[] Baselines = [StrategyKind.Isolated, StrategyKind.Pooled];

    public static ExperimentTable Of(ExperimentPlan plan, IReadOnlyList<FinishedCell> cells, IReadOnlyList<InapplicablePair>? inapplicable = null) => new(
        plan.Name,
        [.. cells.GroupBy(cell => (cell.Plan.Model.Label, cell.Plan.Strategy.Label)).SelectMany(arm => RowsOf(plan, [.. arm]))],
        [.. cells.GroupBy(cell => cell.Plan.Model.Label).SelectMany(model => Compare(plan, [.. model]))],
        inapplicable ?? []);

    private static IEnumerable<TableRow> RowsOf(ExperimentPlan plan, FinishedCell[] arm)
    {
        FinishedCell[] failed = [.. arm.Where(cell => cell.Result.Error is not null)];
        CellPlan any = arm[0].Plan;
        string[] scopes = [.. arm.SelectMany(cell => cell.Result.Scopes).Select(scope => scope.Scope).Distinct().DefaultIfEmpty(JudgedScope.Joint)];
        foreach (string name in scopes)
        {
            (CellPlan Cell, JudgedScope Scope)[] judged = [.. arm.SelectMany(cell => cell.Result.Scopes.Where(scope => scope.Scope == name).Select(scope => (cell.Plan, scope)))];
            yield return new TableRow(
                any.Model.Label,
                any.Strategy.Label,
                name,
                arm.Length,
                failed.Length,
                failed.FirstOrDefault()?.Result.Error,
                judged.Any(one => one.Scope.Copying == true),
                Entries(plan, judged))
            {
                FitSeconds = Average(arm, result => result.FitSeconds),
                BytesPerSiloRound = Average(arm, result => result.BytesPerSiloRound),
                Notes = NotesOf(arm),
            };
        }
    }

    private static IReadOnlyList<string> NotesOf(FinishedCell[] arm)
    {
        int cells = arm.Count(cell => cell.Result.Error is null);
        return
        [
            .. arm.SelectMany(cell => cell.Result.Notes.Distinct()).CountBy(note => note)
                .Select(note => note.Value == cells ? note.Key : $"{note.Key} ({note.Value} of {cells} cells)"),
        ];
    }

    private static double? Average(FinishedCell[] arm, Func<CellResult, double?> of) =>
        arm.Where(cell => cell.Result.Error is null).Select(cell => of(cell.Result)).Where(value => value is not null).Average();

    private static IReadOnlyList<TableEntry> Entries(ExperimentPlan plan, (CellPlan Cell, JudgedScope Scope)[] judged) =>
    [
        .. judged.SelectMany(one => one.Scope.Metrics.Select(metric => (one.Cell, Metric: metric)))
            .GroupBy(one => one.Metric.Name)
            .Select(of => (of.First().Metric, Score: Spread.Of([.. of.Where(one => one.Metric.Value is not null).Select(one => Cell(plan, one.Cell, one.Metric.Value!.Value, one.Metric.Replicates))], plan.Split.Folds > 0), of))
            .Where(entry => entry.Score is not null)
            .Select(entry => new TableEntry(
                entry.Metric.Name,
                entry.Metric.Title,
                entry.Metric.Direction,
                entry.Metric.Ideal,
                entry.Score!,
                entry.of.Average(one => one.Metric.Floor),
                entry.of.Average(one => one.Metric.Ceiling))
            {
                IsGate = entry.Metric.IsGate,
            }),
    ];

    private static IEnumerable<TableComparison> Compare(ExperimentPlan plan, FinishedCell[] model)
    {
        ILookup<string, FinishedCell> byStrategy = model.ToLookup(cell => cell.Plan.Strategy.Label);
        foreach (IGrouping<string, FinishedCell> baseline in byStrategy.Where(arm => Baselines.Contains(arm.First().Plan.Strategy.Kind)))
        {
            foreach (IGrouping<string, FinishedCell> arm in byStrategy.Where(arm => arm.Key != baseline.Key))
            {
                foreach (TableComparison comparison in Compare(plan, [.. arm], [.. baseline]))
                {
                    yield return comparison;
                }
            }
        }
    }

    /// <summary>What copies patients may be best at every metric, and a gate's value is no quality: neither is compared.</summary>
    private static IEnumerable<TableComparison> Compare(ExperimentPlan plan, FinishedCell[] arm, FinishedCell[] baseline)
    {
        HashSet<string> copying = [.. arm.Concat(baseline).SelectMany(cell => cell.Result.Scopes).Where(scope => scope.Copying == true).Select(scope => scope.Scope)];
        var pairs =
            from cell in arm
            join other in baseline on (cell.Plan.Split, cell.Plan.Seed) equals (other.Plan.Split, other.Plan.Seed)
            from scope in cell.Result.Scopes.Where(one => !copying.Contains(one.Scope))
            from otherScope in other.Result.Scopes.Where(one => one.Scope == scope.Scope)
            from metric in scope.Metrics.Where(one => !one.IsGate)
            from otherMetric in otherScope.Metrics.Where(one => one.Name == metric.Name)
            let gain = Gain(metric, metric.Value, otherMetric.Value)
            where gain is not null
            select (scope.Scope, metric.Name, Gain: Cell(plan, cell.Plan, gain.Value, Gains(metric, otherMetric)));
        return pairs.GroupBy(pair => (pair.Scope, pair.Name)).Select(pair =>
        {
            Spread gain = Spread.Of([.. pair.Select(one => one.Gain)], plan.Split.Folds > 0)!;
            return new TableComparison(
                arm[0].Plan.Model.Label, arm[0].Plan.Strategy.Label, baseline[0].Plan.Strategy.Label, pair.Key.Scope, pair.Key.Name, gain, Verdict(gain));
        });
    }

    /// <summary>How much better the candidate is, whatever the metric's direction; null where that means nothing.</summary>
    private static double? Gain(MeasuredMetric metric, double? candidate, double? baseline) => metric.Direction switch
    {
        MetricDirection.HigherIsBetter => candidate - baseline,
        MetricDirection.LowerIsBetter => baseline - candidate,
        _ => metric.Ideal is { } ideal && candidate is { } value && baseline is { } other ? Math.Abs(other - ideal) - Math.Abs(value - ideal) : null,
    };

    /// <summary>Both arms were judged on the same draws of the same patients.</summary>
    private static double[]? Gains(MeasuredMetric candidate, MeasuredMetric baseline) =>
        candidate.Replicates is { } drawn && baseline.Replicates is { } others && drawn.Count == others.Count
            ? [.. drawn.Zip(others, (value, other) => Gain(candidate, value, other)!.Value)]
            : null;

    private static string Verdict(Spread gain) => gain switch
    {
        { CanClaim: false } => TooFew,
        { Low: > 0 } => "better",
        { High: < 0 } => "worse",
        _ => NoDifference,
    };

    /// <summary>A cell's seed by its place in the file: the protocol only tells seeds apart.</summary>
    private static MetricCell Cell(ExperimentPlan plan, CellPlan cell, double value, IReadOnlyList<double>? replicates) =>
        new(cell.Split, plan.Seeds.TakeWhile(seed => seed != cell.Seed).Count(), value, replicates);
}
