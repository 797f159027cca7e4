using System.Globalization;
using RingFed.Learning.Data.Published;

namespace RingFed.Learning.Data.Aml;

/// <summary>Reads the cells of the published clinical file, which has its own words for flags and sex. Lists faults instead of stopping.</summary>
internal sealed class AmlCells(SourceTable table, InputErrorList errors)
{
    private const string Missing = "NA";

    /// <summary>The value as <see cref="Cohort"/> holds it; NaN where missing or faulty.</summary>
    /// <param name="unit">What one unit of the column is in the source's unit, as days a year.</param>
    public double Value(SourceRow row, string source, ColumnSchema column, double unit = 1)
    {
        string text = table.Cell(row, source);
        if (text == Missing)
        {
            return column.MissingAllowed ? double.NaN : Fault(row, source, "The value is missing");
        }

        return column.IsDiscrete ? Category(row, source, column, text) : Number(row, source, column, text, unit);
    }

    /// <summary>The centre's number; null where it is not one.</summary>
    public int? Centre(SourceRow row, string source)
    {
        if (int.TryParse(table.Cell(row, source), NumberStyles.None, CultureInfo.InvariantCulture, out int centre))
        {
            return centre;
        }

        Fault(row, source, "The centre is not a number");
        return null;
    }

    /// <summary>Notes a fault and yields the NaN that stands for its cell.</summary>
    public double Fault(SourceRow row, string source, string message)
    {
        errors.Add(table.Path, row.Line, source, message, SourceTable.Remedy);
        return double.NaN;
    }

    private double Category(SourceRow row, string source, ColumnSchema column, string text)
    {
        // Flags are published as 0/1 or FALSE/TRUE, sex as 1 male and 2 female.
        string word = (column.Name, text) switch
        {
            ("sex", "1") => "male",
            ("sex", "2") => "female",
            (not "sex", "FALSE") => "0",
            (not "sex", "TRUE") => "1",
            _ => text,
        };
        int index = column.Categories.ToList().IndexOf(word);
        return index >= 0 ? index : Fault(row, source, "The value is not in the published vocabulary");
    }

    private double Number(SourceRow row, string source, ColumnSchema column, string text, double unit)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return Fault(row, source, "The value is not a number");
        }

        double value = Math.Round(number / unit, column.Decimals);
        return value >= column.Minimum && value <= column.Maximum ? value : Fault(row, source, "The value is outside the published range");
    }
}
