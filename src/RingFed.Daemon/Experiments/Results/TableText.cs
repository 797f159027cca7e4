using System.Globalization;
using System.Text;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>The table as Markdown that reads well on a terminal too: one part a scope, arms as rows, metrics as columns.</summary>
internal static class TableText
{
    private const int WhyLengthMax = 160;

    private const string Legend =
        "Means over splits, seeds averaged within. [low, high]: 95 % interval by a nested bootstrap over splits, seeds and, for predictors, hold-out patients; "
        + "splits of one cohort share patients, so it speaks of this cohort and not of another hospital. {low, high} seeds: smallest and largest of the training seeds "
        + "of one split, no interval. A mean alone: nothing here tells how it varies over patients (one value, or folds, which share their patients). "
        + "Floor: independent columns or chance; ceiling: real hold-out patients in the generator's place. Bytes are frames of training rounds; sums are not counted. "
        + "Neither an arm marked COPYING nor a metric marked gate is ranked or compared.";

    public static string Of(ExperimentTable table)
    {
        StringBuilder text = new();
        text.AppendLine($"# {table.Experiment}").AppendLine().AppendLine(Legend);
        foreach (IGrouping<string, TableRow> scope in table.Rows.GroupBy(row => row.Scope))
        {
            text.AppendLine().AppendLine($"## {scope.Key}").AppendLine();
            Write(text, Rows([.. scope]));
        }

        AddComparisons(text, table);
        AddFailures(text, table);
        AddInapplicable(text, table);
        AddNotes(text, table);
        return text.ToString();
    }

    private static List<string[]> Rows(TableRow[] rows)
    {
        (string Metric, string Title)[] metrics = [.. rows.SelectMany(row => row.Entries).Select(entry => (entry.Metric, entry.IsGate ? $"{entry.Title} (gate)" : entry.Title)).Distinct()];
        List<string[]> lines = [["model", "strategy", .. metrics.Select(metric => metric.Title), "bytes/silo/round", "fit s", "cells"]];
        foreach (IGrouping<string, TableRow> model in rows.GroupBy(row => row.Model))
        {
            lines.Add([model.Key, "(floor)", .. metrics.Select(metric => Number(model.Average(row => row.Find(metric.Metric)?.Floor))), "", "", ""]);
            lines.Add([model.Key, "(ceiling)", .. metrics.Select(metric => Number(model.Average(row => row.Find(metric.Metric)?.Ceiling))), "", "", ""]);
            lines.AddRange(model.Select(row => (string[])
            [
                row.Model,
                row.Strategy + (row.IsCopying ? " COPYING" : ""),
                .. metrics.Select(metric => Score(row.Find(metric.Metric)?.Score, row.Cells - row.Failed)),
                row.BytesPerSiloRound?.ToString("0", CultureInfo.InvariantCulture) ?? "-",
                row.FitSeconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-",
                row.Failed == 0 ? $"{row.Cells}" : $"{row.Cells - row.Failed} of {row.Cells}",
            ]));
        }

        return lines;
    }

    private static void AddComparisons(StringBuilder text, ExperimentTable table)
    {
        TableComparison[] shown = [.. table.Comparisons.Where(one => one.Verdict is not (ExperimentTable.NoDifference or ExperimentTable.TooFew))];
        if (table.Comparisons.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine("## differences shown").AppendLine()
            .AppendLine($"Gain over a baseline, paired: a difference is claimed where its 95 % interval leaves 0 out. {table.Comparisons.Count - shown.Length} of {table.Comparisons.Count} comparisons claim none{Untold(table)}. Many are made and none is corrected for the others: expect some of those claimed to be chance.").AppendLine();
        Write(text, [["model", "strategy", "against", "scope", "metric", "gain", "verdict"], .. shown.Select(one => (string[])[one.Model, one.Strategy, one.Baseline, one.Scope, one.Metric, Score(one.Gain, one.Gain.Count), one.Verdict])]);
    }

    private static void AddFailures(StringBuilder text, ExperimentTable table)
    {
        TableRow[] failed = [.. table.Rows.Where(row => row.Failed > 0).DistinctBy(row => (row.Model, row.Strategy))];
        if (failed.Length > 0)
        {
            text.AppendLine().AppendLine("## failed").AppendLine();
            Write(text, [["model", "strategy", "cells", "why"], .. failed.Select(row => (string[])[row.Model, row.Strategy, $"{row.Failed} of {row.Cells}", Short(row.Why)])]);
        }
    }

    private static void AddInapplicable(StringBuilder text, ExperimentTable table)
    {
        if (table.Inapplicable.Count > 0)
        {
            text.AppendLine().AppendLine("## not applicable").AppendLine();
            Write(text, [["model", "strategy", "why"], .. table.Inapplicable.Select(pair => (string[])[pair.Model, pair.Strategy, pair.Why])]);
        }
    }

    private static void AddNotes(StringBuilder text, ExperimentTable table)
    {
        (TableRow Row, string Note)[] notes = [.. table.Rows.DistinctBy(row => (row.Model, row.Strategy)).SelectMany(row => row.Notes.Select(note => (row, note)))];
        if (notes.Length > 0)
        {
            text.AppendLine().AppendLine("## notes").AppendLine();
            Write(text, [["model", "strategy", "note"], .. notes.Select(one => (string[])[one.Row.Model, one.Row.Strategy, Short(one.Note)])]);
        }
    }

    private static void Write(StringBuilder text, List<string[]> lines)
    {
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(cell => lines.Max(line => line[cell].Length))];
        lines.Insert(1, [.. widths.Select(width => new string('-', width))]);
        foreach (string[] line in lines)
        {
            text.AppendLine($"| {string.Join(" | ", line.Select((cell, place) => cell.PadRight(widths[place])))} |");
        }
    }

    /// <summary>Comparisons that no number of seeds or folds decides.</summary>
    private static string Untold(ExperimentTable table) =>
        table.Comparisons.Count(one => one.Verdict == ExperimentTable.TooFew) is > 0 and int few ? $", {few} of them because one split or folds alone cannot" : "";

    private static string Score(Spread? score, int cells)
    {
        if (score is null)
        {
            return "-";
        }

        string some = score.Count < cells ? $" ({score.Count} of {cells})" : "";
        return score.Kind switch
        {
            SpreadKind.Interval => $"{Number(score.Mean)} [{Number(score.Low)}, {Number(score.High)}]{some}",
            SpreadKind.Seeds => $"{Number(score.Mean)} {{{Number(score.Low)}, {Number(score.High)}}} seeds{some}",
            _ => Number(score.Mean) + some,
        };
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    private static string Short(string? why)
    {
        string line = (why ?? "").ReplaceLineEndings(" ").Replace('|', '/');
        return line.Length <= WhyLengthMax ? line : line[..WhyLengthMax] + "...";
    }
}
