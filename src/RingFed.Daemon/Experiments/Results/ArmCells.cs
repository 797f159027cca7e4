using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>A metric of one cell, and the same of the cell of another arm with the same split and seed.</summary>
internal sealed record MetricPair(CellPlan Cell, string Scope, MeasuredMetric Candidate, MeasuredMetric Baseline);

/// <summary>The cells of one model under one strategy.</summary>
internal sealed record ArmCells(ExperimentPlan Plan, IReadOnlyList<FinishedCell> Cells)
{
    public string Model => Cells[0].Plan.Model.Label;

    public string Strategy => Cells[0].Plan.Strategy.Label;

    public StrategyKind Kind => Cells[0].Plan.Strategy.Kind;

    public static IReadOnlyList<ArmCells> Of(ExperimentPlan plan, IEnumerable<FinishedCell> cells) =>
        [.. cells.GroupBy(cell => (cell.Plan.Model.Label, cell.Plan.Strategy.Label)).Select(arm => new ArmCells(plan, [.. arm]))];

    public bool IsCopyingIn(string scope) => Cells.Any(cell => cell.Result.Scopes.Any(one => one.Scope == scope && one.Copying == true));

    /// <summary>All metrics of a scope, cell by cell.</summary>
    public IEnumerable<(CellPlan Cell, MeasuredMetric Metric)> In(string scope) =>
        from cell in Cells
        from one in cell.Result.Scopes
        where one.Scope == scope
        from metric in one.Metrics
        select (cell.Plan, metric);

    /// <summary>What copies patients may be best at every metric, and is not compared.</summary>
    public IEnumerable<MetricPair> Against(ArmCells baseline) =>
        PairsWith(baseline).Where(pair => !IsCopyingIn(pair.Scope) && !baseline.IsCopyingIn(pair.Scope));

    /// <summary>Whatever copies patients among them; a gate's value is no quality and is not paired.</summary>
    public IEnumerable<MetricPair> PairsWith(ArmCells baseline) =>
        from cell in Cells
        join other in baseline.Cells on (cell.Plan.Split, cell.Plan.Seed) equals (other.Plan.Split, other.Plan.Seed)
        from scope in cell.Result.Scopes
        from otherScope in other.Result.Scopes
        where otherScope.Scope == scope.Scope
        from metric in scope.Metrics
        where !metric.IsGate
        from otherMetric in otherScope.Metrics
        where otherMetric.Name == metric.Name
        select new MetricPair(cell.Plan, scope.Scope, metric, otherMetric);

    /// <summary>Of values that follow from cells; those without one are left out.</summary>
    /// <returns>Null where no cell has a value.</returns>
    public Spread? SpreadOf(IEnumerable<(CellPlan Cell, double? Value, IReadOnlyList<double>? Replicates)> values) => Spread.Of(
        [.. values.Where(one => one.Value is not null).Select(one => new MetricCell(one.Cell.Split, PlaceOf(one.Cell.Seed), one.Value!.Value, one.Replicates))],
        Plan.Split.Folds);

    /// <summary>Of what both arms score, patient draw by patient draw where both were judged on the same ones.</summary>
    /// <param name="difference">From the candidate's and the baseline's value; null where that means nothing.</param>
    public Spread? SpreadOf(IEnumerable<MetricPair> pairs, Func<MetricPair, double?, double?, double?> difference) => SpreadOf(pairs.Select(pair => (
        pair.Cell,
        difference(pair, pair.Candidate.Value, pair.Baseline.Value),
        (IReadOnlyList<double>?)Drawn(pair, difference))));

    private static double[]? Drawn(MetricPair pair, Func<MetricPair, double?, double?, double?> difference) =>
        pair.Candidate.Replicates is { } drawn && pair.Baseline.Replicates is { } others && drawn.Count == others.Count
        && drawn.Zip(others, (value, other) => difference(pair, value, other)).ToArray() is var values && values.All(value => value is not null)
            ? [.. values.Select(value => value!.Value)]
            : null;

    /// <summary>A cell's seed by its place in the file: the protocol only tells seeds apart.</summary>
    private int PlaceOf(long seed) => Plan.Seeds.TakeWhile(one => one != seed).Count();
}
