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

    /// <summary>Patients that a model was trained on, or all models together in the joint scope; the mean over cells.</summary>
    public double? TrainedOn { get; init; }

    /// <summary>Rounds of training; null for what is made by sums alone.</summary>
    public double? Rounds { get; init; }

    /// <summary>Optimiser steps kept at a silo, all that the strategy takes; null for what is made by sums alone.</summary>
    public double? UpdatesPerSilo { get; init; }

    /// <summary>CO: bytes of a silo and round over the formula's.</summary>
    public double? CostRatio { get; init; }

    /// <summary>FC before merges, and after them.</summary>
    public double? ConsistencyBefore { get; init; }

    public double? ConsistencyAfter { get; init; }

    /// <summary>As in <see cref="CellResult"/>, means over cells.</summary>
    public double? Cka { get; init; }

    public double? CkaLeast { get; init; }

    public double? Mmd { get; init; }

    /// <summary>What readers should know of the arm: rule, donor, guard; each once, whichever cell says it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public TableEntry? Find(string metric) => Entries.FirstOrDefault(entry => entry.Metric == metric);
}

/// <summary>A strategy against another under one model: paired over splits and seeds that both have.</summary>
/// <param name="Gain">How much better the strategy is, whatever the metric's direction.</param>
/// <param name="Verdict">Claimed only where the interval leaves 0 out, and rests on resampled patients or on three splits or more.</param>
internal sealed record TableComparison(string Model, string Strategy, string Baseline, string Scope, string Metric, Spread Gain, string Verdict);

/// <param name="Patients">All of them, held out or not.</param>
internal sealed record SiloSize(string Silo, int Patients);

/// <summary>All that an experiment found so far.</summary>
/// <param name="Inapplicable">Pairs of model and strategy that have no cells.</param>
internal sealed record ExperimentTable(
    string Experiment, IReadOnlyList<TableRow> Rows, IReadOnlyList<TableComparison> Comparisons, IReadOnlyList<InapplicablePair> Inapplicable)
{
    public const string NoDifference = "no difference shown";

    public const string TooFew = "too few splits to tell";

    private static readonly StrategyKind[] Baselines = [StrategyKind.Isolated, StrategyKind.Pooled];

    /// <summary>AMP: what arms lose against pooled patients.</summary>
    public IReadOnlyList<PooledLoss> Losses { get; init; } = [];

    /// <summary>The ring's models round by round; empty unless the file asks for it.</summary>
    public IReadOnlyList<RoundCurve> Curves { get; init; } = [];

    /// <summary>Who is best at each headline metric.</summary>
    public IReadOnlyList<BestArm> Best { get; init; } = [];

    /// <summary>Of the arms that a ring could run, target by target.</summary>
    public IReadOnlyList<TargetVerdict> Verdicts { get; init; } = [];

    /// <param name="silos">Null where sizes are not known: then nothing is said of the smallest silo.</param>
    public static ExperimentTable Of(
        ExperimentPlan plan, IReadOnlyList<FinishedCell> cells, IReadOnlyList<InapplicablePair>? inapplicable = null, IReadOnlyList<SiloSize>? silos = null)
    {
        IReadOnlyList<ArmCells> arms = ArmCells.Of(plan, cells);
        TableRow[] rows = [.. arms.SelectMany(RowsOf)];
        IReadOnlyList<RoundCurve> curves = [.. arms.SelectMany(RoundCurve.Of)];
        return new ExperimentTable(plan.Name, rows, [.. arms.SelectMany(arm => Compare(arm, arms))], inapplicable ?? [])
        {
            Losses = [.. arms.SelectMany(arm => PooledLoss.Of(arm, arms))],
            Curves = curves,
            Best = BestArm.Of(rows, [.. arms.Where(arm => arm.Kind == StrategyKind.Pooled).Select(arm => arm.Strategy)]),
            Verdicts = [.. arms.SelectMany(arm => TargetVerdicts.Of(arm, arms, silos ?? []))],
        };
    }

    private static IEnumerable<TableRow> RowsOf(ArmCells arm)
    {
        FinishedCell[] failed = [.. arm.Cells.Where(cell => cell.Result.Error is not null)];
        string[] scopes = [.. arm.Cells.SelectMany(cell => cell.Result.Scopes).Select(scope => scope.Scope).Distinct().DefaultIfEmpty(JudgedScope.Joint)];
        foreach (string name in scopes)
        {
            yield return new TableRow(
                arm.Model, arm.Strategy, name, arm.Cells.Count, failed.Length, failed.FirstOrDefault()?.Result.Error, arm.IsCopyingIn(name), Entries(arm, name))
            {
                FitSeconds = Average(arm, result => result.FitSeconds),
                BytesPerSiloRound = Average(arm, result => result.BytesPerSiloRound),
                TrainedOn = Average(arm, result => result.Scopes.FirstOrDefault(scope => scope.Scope == name)?.TrainRows),
                Rounds = Average(arm, result => result.Rounds),
                UpdatesPerSilo = Average(arm, result => result.UpdatesPerSilo),
                CostRatio = Average(arm, result => result.CostRatio),
                ConsistencyBefore = Average(arm, result => result.ConsistencyBefore),
                ConsistencyAfter = arm.Cells.Max(cell => cell.Result.ConsistencyAfter),
                Cka = Average(arm, result => result.Cka),
                CkaLeast = Average(arm, result => result.CkaLeast),
                Mmd = Average(arm, result => result.Mmd),
                Notes = NotesOf(arm),
            };
        }
    }

    private static IReadOnlyList<string> NotesOf(ArmCells arm)
    {
        int cells = arm.Cells.Count(cell => cell.Result.Error is null);
        return
        [
            .. arm.Cells.SelectMany(cell => cell.Result.Notes.Distinct()).CountBy(note => note)
                .Select(note => note.Value == cells ? note.Key : $"{note.Key} ({note.Value} of {cells} cells)"),
        ];
    }

    private static double? Average(ArmCells arm, Func<CellResult, double?> of) =>
        arm.Cells.Where(cell => cell.Result.Error is null).Select(cell => of(cell.Result)).Where(value => value is not null).Average();

    private static IReadOnlyList<TableEntry> Entries(ArmCells arm, string scope) =>
    [
        .. arm.In(scope).GroupBy(one => one.Metric.Name)
            .Select(of => (of.First().Metric, Score: arm.SpreadOf(of.Select(one => (one.Cell, one.Metric.Value, one.Metric.Replicates))), of))
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

    private static IEnumerable<TableComparison> Compare(ArmCells arm, IReadOnlyList<ArmCells> arms) =>
        from baseline in arms
        where baseline.Model == arm.Model && baseline.Strategy != arm.Strategy && Baselines.Contains(baseline.Kind) && !(arm.Kind == StrategyKind.Isolated && baseline.Kind == StrategyKind.Pooled)
        from pairs in arm.Against(baseline).GroupBy(pair => (pair.Scope, pair.Candidate.Name))
        let gain = arm.SpreadOf(pairs, Gain)
        where gain is not null
        select new TableComparison(arm.Model, arm.Strategy, baseline.Strategy, pairs.Key.Scope, pairs.Key.Name, gain, Verdict(gain));

    /// <summary>How much better the candidate is, whatever the metric's direction; null where that means nothing.</summary>
    internal static double? Gain(MetricPair pair, double? candidate, double? baseline) => pair.Candidate.Goodness(candidate) - pair.Candidate.Goodness(baseline);

    private static string Verdict(Spread gain) => gain switch
    {
        { CanClaim: false } => TooFew,
        { Low: > 0 } => "better",
        { High: < 0 } => "worse",
        _ => NoDifference,
    };
}
