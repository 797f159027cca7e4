using System.Globalization;
using System.Text;
using RingFed.Daemon.Experiments.Cells;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>Everything in long form (RFC 4180): a line a metric, for every cell and for the mean over cells.</summary>
internal static class TableCsv
{
    private static readonly string[] Header =
        ["kind", "model", "strategy", "scope", "split", "seed", "metric", "value", "low", "high", "floor", "ceiling", "count", "note"];

    public static string Of(ExperimentTable table, IReadOnlyList<FinishedCell> cells)
    {
        StringBuilder text = new();
        Add(text, Header);
        foreach (TableRow row in table.Rows)
        {
            foreach (TableEntry entry in row.Entries)
            {
                Add(text, "mean", row.Model, row.Strategy, row.Scope, null, null, entry.Metric, entry.Score.Mean, entry.Score.Low, entry.Score.High, entry.Floor, entry.Ceiling, entry.Score.Count, Mark(row, entry));
            }
        }

        foreach (TableComparison one in table.Comparisons)
        {
            Add(text, $"gain over {one.Baseline}", one.Model, one.Strategy, one.Scope, null, null, one.Metric, one.Gain.Mean, one.Gain.Low, one.Gain.High, null, null, one.Gain.Count, one.Verdict);
        }

        foreach (PooledLoss loss in table.Losses)
        {
            Add(text, "AMP", loss.Model, loss.Strategy, loss.Scope, null, null, loss.Metric, loss.Share.Mean, loss.Share.Low, loss.Share.High, null, null, loss.Share.Count, null);
        }

        foreach (RoundCurve curve in table.Curves)
        {
            foreach (RoundPoint point in curve.Points)
            {
                Add(text, $"round {point.Round}", curve.Model, curve.Strategy, Judging.JudgedScope.Joint, null, null, curve.Metric, point.Score.Mean, point.Score.Low, point.Score.High, 0, 1, point.Score.Count, null);
            }
        }

        foreach (TargetVerdict verdict in table.Verdicts)
        {
            Add(text, "target", verdict.Model, verdict.Strategy, verdict.Scope, null, null, verdict.Metric, verdict.Value?.Mean, verdict.Value?.Low, verdict.Value?.High, null, null, verdict.Value?.Count, VerdictText.Line(verdict));
        }

        foreach (TableRow row in table.Rows.Where(row => row.Scope == Judging.JudgedScope.Joint))
        {
            AddWork(text, row);
        }

        foreach (TableRow row in table.Rows.DistinctBy(row => (row.Model, row.Strategy)))
        {
            foreach (string note in row.Notes)
            {
                Add(text, "note", row.Model, row.Strategy, null, null, null, null, null, null, null, null, null, null, note);
            }
        }

        foreach (InapplicablePair pair in table.Inapplicable)
        {
            Add(text, "not applicable", pair.Model, pair.Strategy, null, null, null, null, null, null, null, null, null, null, pair.Why);
        }

        foreach (FinishedCell cell in cells)
        {
            Add(text, cell);
        }

        return text.ToString();
    }

    /// <summary>Seconds are not among them: two runs of one experiment write the same lines.</summary>
    private static void AddWork(StringBuilder text, TableRow row)
    {
        (string Name, double? Value)[] work =
        [
            ("patients", row.TrainedOn), ("rounds", row.Rounds), ("updatesPerSilo", row.UpdatesPerSilo), ("bytesPerSiloRound", row.BytesPerSiloRound),
            ("co", row.CostRatio), ("fcBefore", row.ConsistencyBefore), ("fcAfter", row.ConsistencyAfter),
            ("cka", row.Cka), ("ckaLeast", row.CkaLeast), ("mmd2", row.Mmd),
        ];
        foreach ((string name, double? value) in work.Where(one => one.Value is not null))
        {
            Add(text, "work", row.Model, row.Strategy, row.Scope, null, null, name, value, null, null, null, null, null, null);
        }
    }

    private static string Mark(TableRow row, TableEntry entry) => string.Join("; ", ((string?[])
    [
        row.IsCopying ? "COPYING, not ranked" : null,
        entry.IsGate ? "gate, not ranked" : null,
        entry.Score.Kind switch { SpreadKind.Seeds => "low and high of seeds, no interval", SpreadKind.None => "no interval", _ => null },
    ]).OfType<string>());

    private static void Add(StringBuilder text, FinishedCell cell)
    {
        object?[] place = [cell.Plan.Split, cell.Plan.Seed];
        if (cell.Result.Error is { } why)
        {
            Add(text, ["failed", cell.Plan.Model.Label, cell.Plan.Strategy.Label, null, .. place, null, null, null, null, null, null, null, why]);
        }

        foreach (Judging.JudgedScope scope in cell.Result.Scopes)
        {
            foreach (Judging.MeasuredMetric metric in scope.Metrics)
            {
                Add(text, ["cell", cell.Plan.Model.Label, cell.Plan.Strategy.Label, scope.Scope, .. place, metric.Name, metric.Value, null, null, metric.Floor, metric.Ceiling, scope.HoldoutRows, metric.Reason]);
            }
        }
    }

    private static void Add(StringBuilder text, params object?[] fields) => text.Append(string.Join(',', fields.Select(Field))).Append("\r\n");

    private static string Field(object? value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
