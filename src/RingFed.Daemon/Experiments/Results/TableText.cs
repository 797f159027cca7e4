using System.Globalization;
using System.Text;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>The table as Markdown that reads well on a terminal too: one part a scope, arms as rows, metrics as columns.</summary>
internal static class TableText
{
    private const int WhyLengthMax = 160;

    public static string Of(ExperimentTable table)
    {
        StringBuilder text = new();
        text.AppendLine($"# {table.Experiment}").AppendLine().AppendLine("Mean and 95 % interval over splits, seeds averaged within; floor: independent columns or chance; ceiling: real hold-out patients in the generator's place.");
        foreach (IGrouping<string, TableRow> scope in table.Rows.GroupBy(row => row.Scope))
        {
            text.AppendLine().AppendLine($"## {scope.Key}").AppendLine();
            Write(text, Rows([.. scope]));
        }

        AddComparisons(text, table);
        AddFailures(text, table);
        return text.ToString();
    }

    private static List<string[]> Rows(TableRow[] rows)
    {
        (string Metric, string Title)[] metrics = [.. rows.SelectMany(row => row.Entries).Select(entry => (entry.Metric, entry.Title)).Distinct()];
        List<string[]> lines = [["model", "strategy", .. metrics.Select(metric => metric.Title), "bytes/silo/round", "fit s", "cells"]];
        foreach (IGrouping<string, TableRow> model in rows.GroupBy(row => row.Model))
        {
            lines.Add([model.Key, "(floor)", .. metrics.Select(metric => Number(model.Average(row => row.Find(metric.Metric)?.Floor))), "", "", ""]);
            lines.Add([model.Key, "(ceiling)", .. metrics.Select(metric => Number(model.Average(row => row.Find(metric.Metric)?.Ceiling))), "", "", ""]);
            lines.AddRange(model.Select(row => (string[])
            [
                row.Model,
                row.Strategy + (row.IsCopying ? " COPYING" : ""),
                .. metrics.Select(metric => Score(row.Find(metric.Metric)?.Score)),
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
            .AppendLine($"Gain over a baseline, paired; {table.Comparisons.Count - shown.Length} of {table.Comparisons.Count} comparisons show none. Of those where nothing differs about one in twenty is shown by chance.").AppendLine();
        Write(text, [["model", "strategy", "against", "scope", "metric", "gain", "verdict"], .. shown.Select(one => (string[])[one.Model, one.Strategy, one.Baseline, one.Scope, one.Metric, Score(one.Gain), one.Verdict])]);
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

    private static void Write(StringBuilder text, List<string[]> lines)
    {
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(cell => lines.Max(line => line[cell].Length))];
        lines.Insert(1, [.. widths.Select(width => new string('-', width))]);
        foreach (string[] line in lines)
        {
            text.AppendLine($"| {string.Join(" | ", line.Select((cell, place) => cell.PadRight(widths[place])))} |");
        }
    }

    private static string Score(Spread? score) => score switch
    {
        null => "-",
        { Low: { } low } => $"{Number(score.Mean)} ±{Number(score.Mean - low)}",
        _ => Number(score.Mean),
    };

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    private static string Short(string? why)
    {
        string line = (why ?? "").ReplaceLineEndings(" ").Replace('|', '/');
        return line.Length <= WhyLengthMax ? line : line[..WhyLengthMax] + "...";
    }
}
