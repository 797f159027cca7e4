using System.Globalization;

namespace RingFed.Daemon.Experiments.Plots;

/// <summary>From values to places on a canvas, with ticks at round numbers.</summary>
/// <param name="From">Place of <paramref name="Minimum"/>.</param>
internal sealed record PlotAxis(double Minimum, double Maximum, double From, double To)
{
    private const int TicksWanted = 5;

    /// <summary>An axis that holds all values; 0 to 1 for none.</summary>
    public static PlotAxis Over(IEnumerable<double> values, double from, double to)
    {
        double[] all = [.. values.DefaultIfEmpty(0)];
        (double low, double high) = (all.Min(), all.Max());
        return low == high ? new PlotAxis(low - .5, high + .5, from, to) : new PlotAxis(low, high, from, to);
    }

    public IEnumerable<double> Ticks
    {
        get
        {
            double rough = (Maximum - Minimum) / TicksWanted;
            double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            double step = new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(candidate => candidate >= rough * .999);
            for (double tick = Math.Ceiling((Minimum / step) - 1e-9) * step; tick <= Maximum + (step * 1e-9); tick += step)
            {
                yield return tick;
            }
        }
    }

    public double At(double value) => From + ((Math.Clamp(value, Minimum, Maximum) - Minimum) / (Maximum - Minimum) * (To - From));

    public static string Label(double tick) => Math.Round(tick, 10).ToString("0.###", CultureInfo.InvariantCulture);
}
