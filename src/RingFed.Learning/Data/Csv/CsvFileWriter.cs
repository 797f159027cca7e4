using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RingFed.Learning.Data.Csv;

internal static class CsvFileWriter
{
    public static void Write(Cohort cohort, string path, CohortLabel label, string keyPrefix)
    {
        using StreamWriter text = new(path) { NewLine = "\n" };
        if (FirstLine(cohort.Schema, label) is { } line)
        {
            text.WriteLine(line);
        }

        using CsvWriter csv = new(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        WriteHeader(csv, cohort.Schema);
        for (int row = 0; row < cohort.Count; row++)
        {
            WriteRow(csv, cohort, row, keyPrefix);
        }
    }

    internal static string? FirstLine(CohortSchema schema, CohortLabel label) => label switch
    {
        CohortLabel.Synthetic => "# SYNTHETIC: drawn from a generative model; no row is a patient.",
        _ when schema.Origin == CohortOrigin.Simulated => "# SIMULATED: no patient stands behind any row of this file.",
        _ => null,
    };

    private static void WriteHeader(CsvWriter csv, CohortSchema schema)
    {
        if (schema.KeyColumn is { } key)
        {
            csv.WriteField(key);
        }

        foreach (ColumnSchema column in schema.Columns)
        {
            csv.WriteField(column.Name);
        }

        csv.NextRecord();
    }

    private static void WriteRow(CsvWriter csv, Cohort cohort, int row, string keyPrefix)
    {
        if (cohort.Schema.KeyColumn is not null)
        {
            csv.WriteField(string.Create(CultureInfo.InvariantCulture, $"{keyPrefix}{row + 1}"));
        }

        for (int column = 0; column < cohort.Schema.Columns.Count; column++)
        {
            csv.WriteField(Text(cohort.Schema.Columns[column], cohort[row, column]));
        }

        csv.NextRecord();
    }

    internal static string Text(ColumnSchema column, double value)
    {
        if (double.IsNaN(value))
        {
            return "NA";
        }

        return column.IsDiscrete
            ? column.Categories[(int)value]
            : Math.Round(value, column.Decimals).ToString($"F{column.Decimals}", CultureInfo.InvariantCulture);
    }
}
