using System.Globalization;

namespace RingFed.Learning.Evaluation;

/// <summary>A report as rows of text; whoever prints decides on colours and borders.</summary>
public static class ReportTable
{
    public static IReadOnlyList<string> Header { get; } = ["metric", "synthetic", "95 %", "floor", "ceiling", "ideal", "better", "quality", "note"];

    /// <summary>One row a metric, cells in the order of <see cref="Header"/>; "-" where there is no number.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(EvaluationReport report) =>
        [.. report.Metrics.Select(result => Row(result, report.Copying))];

    /// <summary>The rows as aligned lines, header first, then the sizes compared.</summary>
    public static IReadOnlyList<string> Lines(EvaluationReport report)
    {
        IReadOnlyList<IReadOnlyList<string>> rows = [Header, .. Rows(report)];
        int[] widths = [.. Enumerable.Range(0, Header.Count).Select(c => rows.Max(row => row[c].Length))];
        return
        [
            .. rows.Select(row => string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd()),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.TrainRows} train, {report.HoldoutRows} hold-out, {report.SyntheticRows} synthetic rows; floor: independent columns; ceiling: real hold-out; quality: 0 floor, 1 ceiling; {report.Seconds:F1} s"),
        ];
    }

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
