using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace RingFed.Learning.Data.Published;

/// <summary>A published CSV file as text cells, addressed by header name.</summary>
internal sealed class SourceTable
{
    public const string Remedy = "Use the file as published";

    private readonly Dictionary<string, int> _columns;

    private SourceTable(string path, string[] header, IReadOnlyList<SourceRow> rows)
    {
        _columns = header.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        (Path, Rows) = (path, rows);
    }

    public string Path { get; }

    public IReadOnlyList<SourceRow> Rows { get; }

    /// <returns>Null when the file is absent, malformed, or lacks one of <paramref name="columns"/>: then the list says why.</returns>
    public static SourceTable? Read(string path, IReadOnlyList<string> columns, InputErrorList errors)
    {
        if (!File.Exists(path))
        {
            errors.Add(path, 0, "", "There is no such file", $"Name the folder that holds the published files; {PublicDataFolder.Variable} is where runs and tests look for public cohorts");
            return null;
        }

        long before = errors.Count;
        List<SourceRow> rows = ReadRows(path, errors);
        string[] header = rows.Count > 0 ? rows[0].Fields : [];
        CheckHeader(path, header, columns, errors);
        return errors.Count == before ? new SourceTable(path, header, rows[1..]) : null;
    }

    public string Cell(SourceRow row, string column) => row.Fields[_columns[column]];

    private static List<SourceRow> ReadRows(string path, InputErrorList errors)
    {
        List<SourceRow> rows = [];
        using StreamReader text = new(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using CsvParser parser = new(text, new CsvConfiguration(CultureInfo.InvariantCulture));
        try
        {
            while (parser.Read())
            {
                rows.Add(new SourceRow(parser.RawRow, parser.Record!));
                if (rows[^1].Fields.Length != rows[0].Fields.Length)
                {
                    errors.Add(path, parser.RawRow, "", $"The line has {rows[^1].Fields.Length} fields, the header {rows[0].Fields.Length}", Remedy);
                }
            }
        }
        catch (Exception fault) when (fault is DecoderFallbackException or CsvHelperException)
        {
            // The library's own message quotes the record.
            errors.Add(path, parser.RawRow + 1, "", "The line is not CSV in UTF-8", Remedy);
        }

        return rows;
    }

    private static void CheckHeader(string path, string[] header, IReadOnlyList<string> columns, InputErrorList errors)
    {
        foreach (string column in columns.Except(header))
        {
            errors.Add(path, 1, column, "The column is missing", Remedy);
        }

        foreach (string column in header.CountBy(name => name).Where(pair => pair.Value > 1).Select(pair => pair.Key))
        {
            errors.Add(path, 1, column, "The column stands in the header more than once", Remedy);
        }
    }
}
