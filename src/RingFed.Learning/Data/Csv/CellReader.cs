using System.Globalization;

namespace RingFed.Learning.Data.Csv;

/// <summary>What is wrong with a cell, and what to write instead. Says nothing of the cell's value.</summary>
internal sealed record CellFault(string Message, string Remedy);

/// <summary>Reads one cell by its column's description.</summary>
internal static class CellReader
{
    private static readonly string[] _missingTokens = ["", "NA", "N/A", "NaN", "null", "."];

    /// <summary>The value as <see cref="Cohort"/> holds it, NaN where missing or faulty.</summary>
    public static double Read(ColumnSchema column, string text, bool isSurvivalTime, out CellFault? fault)
    {
        fault = null;
        int category = IndexOf(column.Categories, text);
        if (category >= 0)
        {
            return category;
        }

        if (_missingTokens.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            fault = column.MissingAllowed ? null : new("The value is missing", "Fill it in, or write `missing: allowed` for the column in the schema");
            return double.NaN;
        }

        if (column.IsDiscrete)
        {
            fault = column.Kind == ColumnKind.Binary
                ? new("The value is neither 0 nor 1", "Write 0, 1 or NA")
                : new("The value is not in the vocabulary", $"Write one of {Vocabulary(column)}, or add it to the schema");
            return double.NaN;
        }

        return Number(column, text, isSurvivalTime, out fault);
    }

    private static double Number(ColumnSchema column, string text, bool isSurvivalTime, out CellFault? fault)
    {
        bool parsed = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        fault = 0 switch
        {
            _ when !parsed || !double.IsFinite(value) =>
                new("The value is not a number", "Write digits with a decimal point, without unit or thousands separator"),
            _ when isSurvivalTime && value <= 0 =>
                new("The survival time is not above 0", "Correct the dates; a patient without follow-up has no endpoint"),
            _ when column.Kind == ColumnKind.Integer && Math.Round(value) != value =>
                new("The value is not a whole number", "Round it, or make the column continuous in the schema"),
            _ when value < column.Minimum || value > column.Maximum =>
                new(
                    string.Create(CultureInfo.InvariantCulture, $"The value is outside {column.Minimum:R} to {column.Maximum:R}{Unit(column)}"),
                    "Check the unit, or widen the range in the schema"),
            _ => null,
        };
        return fault is null ? value : double.NaN;
    }

    private static string Unit(ColumnSchema column) => column.Unit.Length == 0 ? "" : $" {column.Unit}";

    private static string Vocabulary(ColumnSchema column)
    {
        const int shownMax = 8;
        string words = string.Join(", ", column.Categories.Take(shownMax));
        return column.Categories.Count > shownMax ? $"{words}, ..." : words;
    }

    private static int IndexOf(IReadOnlyList<string> categories, string text)
    {
        for (int i = 0; i < categories.Count; i++)
        {
            if (categories[i] == text)
            {
                return i;
            }
        }

        return -1;
    }
}
