using RingFed.Daemon.Experiments.Results;

namespace RingFed.Daemon.Experiments.Plots;

/// <summary>A metric of 0 to 1 over the rounds, a line an arm, with intervals where there are any.</summary>
internal static class RoundPlot
{
    private const int Left = 60;
    private const int Top = 40;
    private const int PlotWidth = 460;
    private const int PlotHeight = 280;
    private const int LegendWidth = 260;

    public static string Draw(string title, IReadOnlyList<RoundCurve> curves)
    {
        SvgCanvas canvas = new(Left + PlotWidth + LegendWidth, Top + PlotHeight + 40);
        PlotAxis rounds = PlotAxis.Over(curves.SelectMany(curve => curve.Points).Select(point => (double)point.Round).Append(0), Left, Left + PlotWidth);
        PlotAxis score = new(0, 1, Top + PlotHeight, Top);
        canvas.Text(Left, 22, title, size: 14);
        foreach (double tick in score.Ticks)
        {
            canvas.Line(Left, score.At(tick), Left + PlotWidth, score.At(tick), Palette.Faint);
            canvas.Text(Left - 6, score.At(tick) + 4, PlotAxis.Label(tick), "end");
        }

        foreach (double tick in rounds.Ticks)
        {
            canvas.Text(rounds.At(tick), Top + PlotHeight + 18, PlotAxis.Label(tick), "middle");
        }

        for (int place = 0; place < curves.Count; place++)
        {
            canvas.Curve(curves[place].Points.Select(point => (rounds.At(point.Round), score.At(point.Score.Mean))), Palette.At(place));
            foreach (RoundPoint point in curves[place].Points.Where(point => point.Score.Kind == SpreadKind.Interval))
            {
                canvas.Line(rounds.At(point.Round), score.At(point.Score.Low!.Value), rounds.At(point.Round), score.At(point.Score.High!.Value), Palette.At(place));
            }

            canvas.Rectangle(Left + PlotWidth + 14, Top + (place * 18), 12, 3, Palette.At(place));
            canvas.Text(Left + PlotWidth + 32, Top + (place * 18) + 5, $"{curves[place].Model}, {curves[place].Strategy}");
        }

        return canvas.ToString();
    }
}
