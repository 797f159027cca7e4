using System.Globalization;
using System.Text;

namespace RingFed.Federation.Topology;

/// <summary>
/// What of a text would steer the terminal on which an operator reads it. A draft is written at another silo: what is
/// signed must be what is seen, so nothing in it may move the cursor, reverse the order of reading, or break a line only
/// for the YAML reader.
/// </summary>
internal static class TerminalText
{
    /// <summary>Whether it is a control or format character (Unicode categories Cc and Cf), or a line break other than CR and LF (Zl and Zp).</summary>
    public static bool IsObeyed(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>The first such character besides tabs and line ends; a carriage return is one only before a line feed, or it would begin the line anew.</summary>
    /// <returns>Its line, from 1; null when there is none.</returns>
    public static (int Line, Rune Mark)? FirstObeyed(string text)
    {
        int line = 1;
        bool isReturning = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isLineEnd = rune.Value == '\n';
            if (isReturning && !isLineEnd)
            {
                return (line, new Rune('\r'));
            }

            isReturning = rune.Value == '\r';
            line += isLineEnd ? 1 : 0;
            if (IsObeyed(rune) && rune.Value is not ('\n' or '\r' or '\t'))
            {
                return (line, rune);
            }
        }

        return isReturning ? (line, new Rune('\r')) : null;
    }

    /// <summary>Such as "U+202E".</summary>
    public static string NameOf(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
}
