using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Data.Csv;

/// <summary>Where each schema column stands in the fields of a line.</summary>
/// <param name="Positions">Field index per schema column.</param>
/// <param name="KeyPosition">Field index of the key, or -1 when the schema has none.</param>
internal sealed record CsvHeader(int FieldCount, IReadOnlyList<int> Positions, int KeyPosition)
{
    /// <summary>The header, or null after reporting every missing, unknown and repeated column.</summary>
    public static CsvHeader? Parse(string file, int line, string[] names, CohortSchema schema, InputErrorList errors)
    {
        List<string> wanted = [.. schema.Columns.Select(column => column.Name)];
        if (schema.KeyColumn is { } key)
        {
            wanted.Add(key);
        }

        int found = wanted.Count(names.Contains);
        if (found == 0)
        {
            // A first line without any known name may be a patient's: nothing of it is repeated.
            errors.Add(file, line, "", "The first line names none of the schema's columns", Remedy(names));
            return null;
        }

        bool namesMayBePrinted = schema.Origin != CohortOrigin.Clinical || found * 2 > wanted.Count;
        long before = errors.Count;
        ReportMissing(file, line, names, wanted, errors);
        ReportUnknown(file, line, names, wanted, namesMayBePrinted, errors);
        return errors.Count > before
            ? null
            : new CsvHeader(
                names.Length,
                [.. schema.Columns.Select(column => Array.IndexOf(names, column.Name))],
                schema.KeyColumn is null ? -1 : Array.IndexOf(names, schema.KeyColumn));
    }

    private static string Remedy(string[] names) => names.Length == 1 && names[0].AsSpan().ContainsAny(";\t")
        ? "Separate fields by commas"
        : "Write a header line with the schema's columns";

    private static void ReportMissing(string file, int line, string[] names, List<string> wanted, InputErrorList errors)
    {
        foreach (string name in wanted.Where(name => !names.Contains(name)))
        {
            errors.Add(file, line, name, "The column is missing", "Add it; fill it with NA where the schema allows missing values");
        }
    }

    private static void ReportUnknown(
        string file, int line, string[] names, List<string> wanted, bool namesMayBePrinted, InputErrorList errors)
    {
        for (int i = 0; i < names.Length; i++)
        {
            string shown = namesMayBePrinted ? names[i] : $"column {i + 1}";
            if (!wanted.Contains(names[i]))
            {
                string? nearest = NearestName.Of(names[i], wanted.Where(name => !names.Contains(name)));
                errors.Add(
                    file, line, shown, "The schema has no such column",
                    nearest is null ? "Remove the column, or describe it in the schema" : $"Write `{nearest}`");
            }
            else if (Array.IndexOf(names, names[i]) < i)
            {
                errors.Add(file, line, shown, "The column stands twice in the header", "Remove one");
            }
        }
    }
}
