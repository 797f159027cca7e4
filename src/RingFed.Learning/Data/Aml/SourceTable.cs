using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RingFed.Learning.Data.Aml;

/// <summary>A published CSV file as text cells, addressed by header name.</summary>
internal sealed class SourceTable
{
    private readonly Dictionary<string, int> _columns;

    private SourceTable(Dictionary<string, int> columns, IReadOnlyList<string[]> rows)
    {
        _columns = columns;
        Rows = rows;
    }

    public IReadOnlyList<string[]> Rows { get; }

    /// <exception cref="InvalidInputException">The file is absent, malformed, or lacks one of <paramref name="columns"/>.</exception>
    public static SourceTable Read(string path, IReadOnlyList<string> columns)
    {
        InputErrorList errors = new();
        if (!File.Exists(path))
        {
            errors.Add(path, 0, "", "There is no such file", $"Point {PublicDataFolder.Variable} at the folder that holds aml/ with the published files");
            errors.ThrowIfAny();
        }

        using CsvParser parser = new(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture));
        List<string[]> rows = [];
        while (parser.Read())
        {
            rows.Add(parser.Record!);
            if (rows[^1].Length != rows[0].Length)
            {
                errors.Add(path, parser.RawRow, "", $"The line has {rows[^1].Length} fields, the header {rows[0].Length}", "Use the file as published");
            }
        }

        string[] header = rows.Count > 0 ? rows[0] : [];
        foreach (string column in columns.Where(column => !header.Contains(column)))
        {
            errors.Add(path, 1, column, "The column is missing", "Use the file as published");
        }

        errors.ThrowIfAny();
        return new SourceTable(header.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i), rows[1..]);
    }

    public string Cell(string[] row, string column) => row[_columns[column]];
}
