using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Daemon.Experiments.Results;

namespace RingFed.Daemon.Experiments.Plots;

/// <summary>All plots of an experiment, by file name.</summary>
internal static class ExperimentPlots
{
    public static IEnumerable<(string File, string Svg)> Of(ExperimentTable table, IReadOnlyList<FinishedCell> cells) =>
        Bars(table).Concat(Curves(cells)).Concat(Rounds(table));

    private static IEnumerable<(string File, string Svg)> Bars(ExperimentTable table)
    {
        TableRow[] joint = [.. table.Rows.Where(row => row.Scope == JudgedScope.Joint)];
        string[] models = [.. joint.Select(row => row.Model).Distinct()];
        foreach ((string metric, string title) in joint.SelectMany(row => row.Entries).Select(entry => (entry.Metric, entry.Title)).Distinct())
        {
            (string, int, TableEntry)[] bars = [.. joint.Where(row => row.Find(metric) is not null)
                .Select(row => ($"{row.Model}, {row.Strategy}{(row.IsCopying ? " COPYING" : "")}", Array.IndexOf(models, row.Model), row.Find(metric)!))];
            yield return ($"{FileName(metric)}.svg", BarPlot.Draw($"{title}{(bars[0].Item3.IsGate ? " (gate, not ranked)" : "")}, {table.Experiment} (dashed: floor and ceiling)", bars));
        }
    }

    private static IEnumerable<(string File, string Svg)> Rounds(ExperimentTable table) =>
        table.Curves.GroupBy(curve => curve.Metric).Select(metric =>
            ($"by-round-{FileName(metric.Key)}.svg", RoundPlot.Draw($"{metric.Key} of the ring's model by round, {table.Experiment}", [.. metric])));

    /// <summary>Of the first split and seed, so that all arms are compared with the same patients.</summary>
    private static IEnumerable<(string File, string Svg)> Curves(IReadOnlyList<FinishedCell> cells)
    {
        FinishedCell[] shown = [.. cells.Where(cell => cell.Result.Curves.Count > 0)];
        foreach (IGrouping<string, FinishedCell> model in shown.GroupBy(cell => cell.Plan.Model.Label))
        {
            CellPlan first = model.First().Plan;
            ILookup<string, SurvivalCurve> endpoints = model.Where(cell => (cell.Plan.Split, cell.Plan.Seed) == (first.Split, first.Seed))
                .SelectMany(cell => cell.Result.Curves.Select(curve => curve.Name == SurvivalCurve.Real ? curve : curve with { Name = cell.Plan.Strategy.Label }))
                .ToLookup(curve => curve.Endpoint);
            foreach (IGrouping<string, SurvivalCurve> endpoint in endpoints)
            {
                SurvivalCurve[] curves = [.. endpoint.Where(curve => curve.Name == SurvivalCurve.Real).Take(1), .. endpoint.Where(curve => curve.Name != SurvivalCurve.Real)];
                yield return ($"survival-{FileName(model.Key)}-{FileName(endpoint.Key)}.svg", CurvePlot.Draw($"{endpoint.Key}: real against {model.Key}", curves));
            }
        }
    }

    private static string FileName(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-'));
}
