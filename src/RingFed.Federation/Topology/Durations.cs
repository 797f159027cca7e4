using System.Globalization;

namespace RingFed.Federation.Topology;

/// <summary>Lengths of time as operators write them: a number and a unit, such as <c>500ms</c>, <c>60s</c>, <c>10m</c>, <c>1.5h</c>, <c>2d</c>.</summary>
public static class Durations
{
    public const string Form = "a number with a unit: ms, s, m, h or d, such as 60s or 10m";

    // "ms" before "m" and "s", or it would never be found.
    private static readonly (string Suffix, double Seconds)[] Units =
        [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    public static TimeSpan? Parse(string text)
    {
        foreach ((string suffix, double seconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                return ParseNumber(text[..^suffix.Length], seconds);
            }
        }

        return null;
    }

    /// <summary>Shortest exact way to write a whole number of milliseconds.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach ((string suffix, double seconds) in Units.Reverse())
        {
            double count = duration.TotalSeconds / seconds;
            if (count >= 1 && count == Math.Floor(count))
            {
                return count.ToString("0", CultureInfo.InvariantCulture) + suffix;
            }
        }

        return duration.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + "ms";
    }

    private static TimeSpan? ParseNumber(string number, double seconds) =>
        double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
        && count * seconds <= TimeSpan.FromDays(3650).TotalSeconds
            ? TimeSpan.FromMilliseconds(Math.Round(count * seconds * 1000))
            : null;
}
