using System.Globalization;
using RingFed.Learning.Evaluation.Subgroups;

namespace RingFed.Learning.Evaluation;

/// <summary>A report as rows of text; whoever prints decides on colours and borders.</summary>
public static class ReportTable
{
    public static IReadOnlyList<string> Header { get; } = ["metric", "synthetic", "95 %", "floor", "ceiling", "ideal", "better", "quality", "note"];

    /// <summary>One row a metric, cells in the order of <see cref="Header"/>; "-" where there is no number.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(EvaluationReport report) =>
        [.. report.Metrics.Select(result => Row(result, report.Copying))];

    /// <summary>The rows as aligned lines, header first, then the sizes compared, then what else there is: columns that differ, conditions, subgroups.</summary>
    public static IReadOnlyList<string> Lines(EvaluationReport report)
    {
        return
        [
            .. Aligned([Header, .. Rows(report)]),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.TrainRows} train, {report.HoldoutRows} hold-out, {report.SyntheticRows} synthetic rows; floor: independent columns; ceiling: real hold-out; quality: 0 floor, 1 ceiling; {report.Seconds:F1} s"),
            .. Differing(report),
            .. report.Conditional is { } conditional ? ConditionalLines(conditional) : [],
            .. report.Subgroups is { } subgroups ? SubgroupLines(subgroups) : [],
        ];
    }

    private static IEnumerable<string> Aligned(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Count).Select(c => rows.Max(row => row[c].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
    }

    /// <summary>Where the report says how many columns differ, which they are.</summary>
    private static IEnumerable<string> Differing(EvaluationReport report)
    {
        string[] names = [.. report.Columns.Where(column => column.HolmP < Fidelity.ColumnTest.Level).OrderBy(column => column.HolmP).Select(column => column.Column)];
        return names.Length == 0 || report.Find(MetricCatalog.ColumnsDiffer.Name) is null ? [] : [$"columns that differ, Holm's p < .05: {string.Join(", ", names)}"];
    }

    private static IEnumerable<string> ConditionalLines(ConditionalFidelity conditional) =>
    [
        $"under the conditions: {Number(conditional.Hits.Value)} of the synthetic rows meet them; detection beside the {conditional.RealRows} real patients who do: "
        + $"{Number(conditional.Detection.Value)}{(conditional.Detection is { Low: { } low, High: { } high } ? $" [{Number(low)}, {Number(high)}]" : "")}{conditional.Detection.Reason}",
    ];

    /// <summary>A row a subgroup: each metric as synthetic (floor..ceiling of the subgroup's own).</summary>
    private static IEnumerable<string> SubgroupLines(IReadOnlyList<SubgroupResult> subgroups)
    {
        string[] names = [.. subgroups.SelectMany(subgroup => subgroup.Report?.Metrics ?? []).Select(result => result.Metric.Name).Distinct()];
        string Title(string name) => subgroups.Select(subgroup => subgroup.Report?.Find(name)).OfType<MetricResult>().First().Metric.Title.Trim();
        return
        [
            "",
            "by subgroup: synthetic (floor..ceiling)",
            .. Aligned(
            [
                ["subgroup", "real", "synthetic", .. names.Select(Title)],
                .. subgroups.Select(subgroup => (string[])
                [
                    subgroup.Name,
                    subgroup.RealRows.ToString(CultureInfo.InvariantCulture),
                    subgroup.SyntheticRows.ToString(CultureInfo.InvariantCulture),
                    .. names.Select((name, place) => subgroup.Report is null ? place == 0 ? subgroup.Reason ?? "" : "" : Cell(subgroup.Report.Find(name))),
                ]),
            ]),
        ];
    }

    private static string Cell(MetricResult? result) => result is null
        ? "-"
        : $"{Number(result.Synthetic.Value)} ({Number(result.Floor.Value)}..{Number(result.Ceiling.Value)})";

    private static string[] Row(MetricResult result, bool? copying) =>
    [
        result.Metric.Title,
        Number(result.Synthetic.Value),
        result.Synthetic is { Low: { } low, High: { } high } ? $"{Number(low)}..{Number(high)}" : "",
        Number(result.Floor.Value),
        Number(result.Ceiling.Value),
        Number(result.Metric.Ideal),
        result.Metric.Direction switch
        {
            MetricDirection.HigherIsBetter => "higher",
            MetricDirection.LowerIsBetter => "lower",
            _ => "closer",
        },
        Number(result.Quality),
        Note(result, copying),
    ];

    private static string Note(MetricResult result, bool? copying) =>
        copying == true && (result.Metric == MetricCatalog.DcrShare || result.Metric == MetricCatalog.MembershipArea)
            ? "COPYING: nothing is ranked"
            : result.Synthetic.Reason ?? result.Synthetic.Note ?? result.Floor.Reason ?? result.Ceiling.Reason ?? "";

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
