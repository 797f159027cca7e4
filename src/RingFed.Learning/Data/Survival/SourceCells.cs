using System.Globalization;
using RingFed.Learning.Data.Published;

namespace RingFed.Learning.Data.Survival;

/// <summary>Reads the cells of a published file by its columns' descriptions. Lists faults instead of stopping.</summary>
internal sealed class SourceCells(SourceTable table, InputErrorList errors)
{
    private const string Missing = "NA";

    /// <summary>The value as <see cref="Cohort"/> holds it; NaN where missing or faulty.</summary>
    public double Value(SourceRow row, SourceColumn wanted)
    {
        string text = table.Cell(row, wanted.Source);
        if (text == Missing)
        {
            return wanted.Column.MissingAllowed ? double.NaN : Fault(row, wanted, "The value is missing");
        }

        return wanted.Column.IsDiscrete ? Category(row, wanted, text) : Number(row, wanted, text);
    }

    private double Category(SourceRow row, SourceColumn wanted, string text)
    {
        // DeepSurv's files write flags as 1.0.
        string plain = text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
        int index = wanted.Column.Categories.ToList().IndexOf(wanted.Words.GetValueOrDefault(plain, plain));
        return index >= 0 ? index : Fault(row, wanted, "The value is not in the published vocabulary");
    }

    private double Number(SourceRow row, SourceColumn wanted, string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return Fault(row, wanted, "The value is not a number");
        }

        double value = Math.Round(number / wanted.Unit, wanted.Column.Decimals);
        value = wanted.RaisesToMinimum && value >= 0 ? Math.Max(value, wanted.Column.Minimum) : value;
        return value >= wanted.Column.Minimum && value <= wanted.Column.Maximum ? value : Fault(row, wanted, "The value is outside the published range");
    }

    private double Fault(SourceRow row, SourceColumn wanted, string message)
    {
        errors.Add(table.Path, row.Line, wanted.Source, message, SourceTable.Remedy);
        return double.NaN;
    }
}
