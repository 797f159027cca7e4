using RingFed.Daemon.Experiments.Judging;

namespace RingFed.Daemon.Experiments.Plots;

/// <summary>Kaplan-Meier curves, the real one in black.</summary>
internal static class CurvePlot
{
    private const int Left = 60;
    private const int Top = 40;
    private const int PlotWidth = 460;
    private const int PlotHeight = 280;
    private const int LegendWidth = 190;

    /// <param name="curves">The first one is of real patients.</param>
    public static string Draw(string title, IReadOnlyList<SurvivalCurve> curves)
    {
        SvgCanvas canvas = new(Left + PlotWidth + LegendWidth, Top + PlotHeight + 40);
        PlotAxis times = PlotAxis.Over(curves.SelectMany(curve => curve.Times).Append(0), Left, Left + PlotWidth);
        PlotAxis survival = new(0, 1, Top + PlotHeight, Top);
        canvas.Text(Left, 22, title, size: 14);
        foreach (double tick in survival.Ticks)
        {
            canvas.Line(Left, survival.At(tick), Left + PlotWidth, survival.At(tick), Palette.Faint);
            canvas.Text(Left - 6, survival.At(tick) + 4, PlotAxis.Label(tick), "end");
        }

        foreach (double tick in times.Ticks)
        {
            canvas.Text(times.At(tick), Top + PlotHeight + 18, PlotAxis.Label(tick), "middle");
        }

        for (int place = 0; place < curves.Count; place++)
        {
            string colour = place == 0 ? Palette.Real : Palette.At(place - 1);
            canvas.Curve(Steps(curves[place]).Select(point => (times.At(point.Time), survival.At(point.Survival))), colour);
            canvas.Rectangle(Left + PlotWidth + 14, Top + (place * 18), 12, 3, colour);
            canvas.Text(Left + PlotWidth + 32, Top + (place * 18) + 5, curves[place].Name);
        }

        return canvas.ToString();
    }

    private static IEnumerable<(double Time, double Survival)> Steps(SurvivalCurve curve)
    {
        double before = 1;
        yield return (0, before);
        foreach ((double time, double survival) in curve.Times.Zip(curve.Survival))
        {
            yield return (time, before);
            yield return (time, survival);
            before = survival;
        }
    }
}
