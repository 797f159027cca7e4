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
