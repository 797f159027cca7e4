using System.Globalization;

namespace RingFed.Federation.Topology;

/// <summary>Amounts of memory as operators write them: a whole number and a unit, such as <c>512MiB</c> or <c>2GiB</c>.</summary>
public static class ByteCounts
{
    public const string Form = "a whole number with a unit: KiB, MiB or GiB, such as 512MiB or 2GiB, 1024GiB at most";

    private const long Max = 1L << 40;

    private static readonly (string Suffix, int Shift)[] Units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];

    /// <returns>Null for anything else.</returns>
    public static long? Parse(string text)
    {
        foreach ((string suffix, int shift) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && long.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
                && count <= Max >> shift)
            {
                return count << shift;
            }
        }

        return null;
    }
}
