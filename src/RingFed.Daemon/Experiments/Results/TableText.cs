using System.Globalization;
using System.Text;
using RingFed.Daemon.Experiments.Judging;

namespace RingFed.Daemon.Experiments.Results;

/// <summary>The table as Markdown that reads well on a terminal too: one part a scope, arms as rows, metrics as columns.</summary>
internal static class TableText
{
    private const int WhyLengthMax = 160;

    private const string Legend =
        "Means over splits, seeds averaged within. [low, high]: 95 % interval by a nested bootstrap over splits, seeds and, for predictors, hold-out patients (a generator's rows are judged once a cell: of patients its interval says what the splits say); "
        + "splits of one cohort share patients, so it speaks of this cohort and not of another hospital. {low, high} seeds: smallest and largest of the training seeds "
        + "of one split, no interval. A mean alone is one value. The interval of folds is corrected for the patients that they share (Nadeau and Bengio 2003). "
        + "Floor: independent columns or chance; ceiling: real hold-out patients in the generator's place. "
        + "Neither an arm marked COPYING nor a metric marked gate is ranked or compared. Further metrics are in results.csv.";

    private const string WorkLegend =
        "Patients: trained on, the mean over cells. Steps kept: optimiser steps at a silo, all that the strategy takes (a guard's and a donor's models too); pooled: at the one place; vae-bgm and hybrid go back to their best step and made more. "
        + "Bytes are frames of training rounds; sums are not counted. CO: bytes over (n - 1) x M for a ring. FC: spread of silos' parameters over their norm before merges, mean over rounds, "
        + "and after them, where 0 says that all agree; by turns nothing is merged. CKA of encoders that silos keep for themselves on public anchors, and of the pair that agrees least; MMD2 of a silo's codes from all. Fit seconds are of the wall, beside the other jobs.";

    public static string Of(ExperimentTable table)
    {
        StringBuilder text = new();
        text.AppendLine($"# {table.Experiment}").AppendLine().AppendLine(Legend);
        foreach (IGrouping<string, TableRow> scope in table.Rows.GroupBy(row => row.Scope))
        {
            text.AppendLine().AppendLine($"## {scope.Key}").AppendLine();
            Write(text, Rows([.. scope]));
        }

        AddWork(text, table);
        AddLosses(text, table);
        AddCurves(text, table);
        VerdictText.Add(text, table);
        AddComparisons(text, table);
        AddFailures(text, table);
        AddInapplicable(text, table);
        AddNotes(text, table);
        return text.ToString();
    }

    private static List<string[]> Rows(TableRow[] rows)
    {
        (string Metric, string Title)[] metrics = [.. rows.SelectMany(row => row.Entries).Where(entry => IsShown(entry.Metric, rows)).Select(entry => (entry.Metric, entry.IsGate ? $"{entry.Title} (gate)" : entry.Title)).Distinct()];
        List<string[]> lines = [["model", "strategy", .. metrics.Select(metric => metric.Title), "cells"]];
        foreach (IGrouping<string, TableRow> model in rows.GroupBy(row => row.Model))
        {
            lines.Add([model.Key, "(floor)", .. metrics.Select(metric => Number(model.Average(row => row.Find(metric.Metric)?.Floor))), ""]);
            lines.Add([model.Key, "(ceiling)", .. metrics.Select(metric => Number(model.Average(row => row.Find(metric.Metric)?.Ceiling))), ""]);
            lines.AddRange(model.Select(row => (string[])
            [
                row.Model,
                row.Strategy + (row.IsCopying ? " COPYING" : ""),
                .. metrics.Select(metric => Score(row.Find(metric.Metric)?.Score, row.Cells - row.Failed)),
                row.Failed == 0 ? $"{row.Cells}" : $"{row.Cells - row.Failed} of {row.Cells}",
            ]));
        }

        return lines;
    }

    /// <summary>At a silo, what all its rows have: what is said of a model that all silos share would stand beside nothing.</summary>
    private static bool IsShown(string metric, TableRow[] rows) =>
        (!HeadlineMetrics.IsDetail(metric) || rows.All(row => row.Entries.All(entry => HeadlineMetrics.IsDetail(entry.Metric))))
        && (rows[0].Scope == JudgedScope.Joint || rows.Where(row => row.Entries.Count > 0).All(row => row.Find(metric) is not null));

    private static void AddWork(StringBuilder text, ExperimentTable table)
    {
        text.AppendLine().AppendLine("## work").AppendLine().AppendLine(WorkLegend).AppendLine();
        Write(
            text,
            [
                ["model", "strategy", "patients", "rounds", "steps kept", "bytes/silo/round", "CO", "FC before", "FC after", "CKA", "least", "MMD2", "fit s"],
                .. table.Rows.Where(row => row.Scope == JudgedScope.Joint).Select(row => (string[])
                [
                    row.Model,
                    row.Strategy,
                    Number(row.TrainedOn, "0"),
                    Number(row.Rounds, "0"),
                    Number(row.UpdatesPerSilo, "0"),
                    Number(row.BytesPerSiloRound, "0"),
                    Number(row.CostRatio),
                    Number(row.ConsistencyBefore, "0.00e0"),
                    Number(row.ConsistencyAfter, "0.##e0"),
                    Number(row.Cka),
                    Number(row.CkaLeast),
                    Number(row.Mmd, "0.0000"),
                    Number(row.FitSeconds, "0.0"),
                ]),
            ]);
    }

    private static void AddLosses(StringBuilder text, ExperimentTable table)
    {
        if (table.Losses.Count == 0)
        {
            return;
        }

        string[] metrics = [.. table.Losses.Select(loss => loss.Metric).Distinct()];
        text.AppendLine().AppendLine("## AMP").AppendLine()
            .AppendLine("Share of the pooled arm's quality (place between floor and ceiling) that an arm loses, joint patients, paired by split and seed; below 0 the arm did better.").AppendLine();
        Write(
            text,
            [
                ["model", "strategy", .. metrics],
                .. table.Losses.GroupBy(loss => (loss.Model, loss.Strategy)).Select(arm => (string[])
                    [arm.Key.Model, arm.Key.Strategy, .. metrics.Select(metric => arm.FirstOrDefault(loss => loss.Metric == metric)?.Share is { } share ? Score(share, share.Count) : "-")]),
            ]);
    }

    private static void AddCurves(StringBuilder text, ExperimentTable table)
    {
        if (table.Curves.Count == 0)
        {
            return;
        }

        int[] rounds = [.. table.Curves.SelectMany(curve => curve.Points).Select(point => point.Round).Distinct().Order()];
        text.AppendLine().AppendLine("## by round").AppendLine().AppendLine("The ring's model after so many rounds, joint patients.").AppendLine();
        Write(
            text,
            [
                ["model", "strategy", "metric", .. rounds.Select(round => $"round {round}")],
                .. table.Curves.Select(curve => (string[])
                    [curve.Model, curve.Strategy, curve.Metric, .. rounds.Select(round => curve.Points.FirstOrDefault(point => point.Round == round)?.Score is { } score ? Score(score, score.Count) : "-")]),
            ]);
    }

    private static void AddComparisons(StringBuilder text, ExperimentTable table)
    {
        TableComparison[] told = [.. table.Comparisons.Where(one => !HeadlineMetrics.IsDetail(one.Metric))];
        TableComparison[] shown = [.. told.Where(one => one.Verdict is not (ExperimentTable.NoDifference or ExperimentTable.TooFew))];
        if (table.Comparisons.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine("## differences shown").AppendLine()
            .AppendLine($"Gain over a baseline, paired: a difference is claimed where its 95 % interval leaves 0 out. {told.Length - shown.Length} of {told.Length} comparisons claim none{Untold(told)}. Many are made and none is corrected for the others: expect some of those claimed to be chance.").AppendLine();
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

    internal static void Write(StringBuilder text, List<string[]> lines)
    {
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(cell => lines.Max(line => line[cell].Length))];
        lines.Insert(1, [.. widths.Select(width => new string('-', width))]);
        foreach (string[] line in lines)
        {
            text.AppendLine($"| {string.Join(" | ", line.Select((cell, place) => cell.PadRight(widths[place])))} |");
        }
    }

    /// <summary>Comparisons that no number of seeds or folds decides.</summary>
    private static string Untold(TableComparison[] told) =>
        told.Count(one => one.Verdict == ExperimentTable.TooFew) is > 0 and int few ? $", {few} of them because one split or folds alone cannot" : "";

    internal static string Score(Spread? score, int cells)
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

    internal static string Number(double? value, string format = "0.000") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static string Short(string? why)
    {
        string line = (why ?? "").ReplaceLineEndings(" ").Replace('|', '/');
        return line.Length <= WhyLengthMax ? line : line[..WhyLengthMax] + "...";
    }
}
