using RingFed.Daemon.Experiments.Results;

namespace RingFed.Daemon.Experiments.Plots;

/// <summary>One metric as bars, with intervals where there are any, a bar an arm, between floor and ceiling (dashed).</summary>
internal static class BarPlot
{
    private const int Left = 60;
    private const int Top = 40;
    private const int PlotHeight = 240;
    private const int LabelHeight = 150;
    private const int BarWidth = 26;
    private const int BarPitch = 40;

    /// <param name="bars">Arms in order, with the model whose colour they have.</param>
    public static string Draw(string title, IReadOnlyList<(string Label, int Model, TableEntry Entry)> bars)
    {
        SvgCanvas canvas = new(Left + Math.Max(220, bars.Count * BarPitch) + 30, Top + PlotHeight + LabelHeight);
        PlotAxis values = PlotAxis.Over(
            bars.SelectMany(bar => (IEnumerable<double?>)[0, bar.Entry.Score.Mean, bar.Entry.Score.Low, bar.Entry.Score.High, bar.Entry.Floor, bar.Entry.Ceiling]).OfType<double>(),
            Top + PlotHeight,
            Top);
        canvas.Text(Left, 22, title, size: 14);
        foreach (double tick in values.Ticks)
        {
            canvas.Line(Left, values.At(tick), canvas.Width - 20, values.At(tick), Palette.Faint);
            canvas.Text(Left - 6, values.At(tick) + 4, PlotAxis.Label(tick), "end");
        }

        for (int place = 0; place < bars.Count; place++)
        {
            Bar(canvas, values, Left + 10 + (place * BarPitch), bars[place]);
        }

        return canvas.ToString();
    }

    private static void Bar(SvgCanvas canvas, PlotAxis values, double x, (string Label, int Model, TableEntry Entry) bar)
    {
        (double top, double zero, double middle) = (values.At(bar.Entry.Score.Mean), values.At(0), x + (BarWidth / 2.0));
        canvas.Rectangle(x, Math.Min(top, zero), BarWidth, Math.Abs(zero - top), Palette.At(bar.Model));
        if (bar.Entry.Score is { Kind: SpreadKind.Interval, Low: { } low, High: { } high })
        {
            canvas.Line(middle, values.At(low), middle, values.At(high), Palette.Ink);
            canvas.Line(middle - 4, values.At(low), middle + 4, values.At(low), Palette.Ink);
            canvas.Line(middle - 4, values.At(high), middle + 4, values.At(high), Palette.Ink);
        }

        foreach (double bound in new[] { bar.Entry.Floor, bar.Entry.Ceiling }.OfType<double>())
        {
            canvas.Line(x - 5, values.At(bound), x + BarWidth + 5, values.At(bound), Palette.Ink, isDashed: true);
        }

        canvas.Text(middle, Top + PlotHeight + 14, bar.Label, "end", angle: -50);
    }
}
