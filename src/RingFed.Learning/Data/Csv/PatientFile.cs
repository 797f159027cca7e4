using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace RingFed.Learning.Data.Csv;

/// <summary>
/// A silo's own file of patients of whom more is to be said: any cell may be missing, of an endpoint time and event together, and what is written back has its keys
/// and its known cells as they stand. For files that stay at the silo; keys are held here and nowhere else.
/// </summary>
public sealed class PatientFile
{
    private readonly CohortSchema _schema;
    private readonly string[] _header;
    private readonly string[][] _lines;

    private PatientFile(CohortSchema schema, Cohort cohort, string[] header, string[][] lines) =>
        (_schema, Cohort, _header, _lines) = (schema, cohort, header, lines);

    /// <summary>In the order of the file.</summary>
    public Cohort Cohort { get; }

    /// <summary>Of the schema's key column; the number of the row, from 1, where it has none.</summary>
    public IReadOnlyList<string> Keys => Array.IndexOf(_header, _schema.KeyColumn) is >= 0 and var at
        ? [.. _lines.Select(line => line[at])]
        : [.. Enumerable.Range(1, _lines.Length).Select(row => row.ToString(CultureInfo.InvariantCulture))];

    /// <exception cref="InvalidInputException">As for <see cref="CohortCsv.Read"/>, save that every cell may be missing, of an endpoint both or neither.</exception>
    public static PatientFile Read(CohortSchema schema, string path)
    {
        CohortSchema lenient = schema with { Columns = [.. schema.Columns.Select(column => column with { MissingAllowed = true })] };
        Cohort read = CohortCsv.Read(lenient, path);
        Cohort cohort = new(schema, [.. schema.Columns.Select((_, column) => read.Column(column).ToArray())]);

        using StreamReader text = new(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using CsvParser parser = new(text, CsvFileReader.Configuration(_ => { }));
        List<string[]> lines = [];
        while (parser.Read())
        {
            lines.Add(parser.Record!);
        }

        return new PatientFile(schema, cohort, lines[0], [.. lines.Skip(1)]);
    }

    /// <summary>Writes the file anew; cells that were missing have the values of <paramref name="filled"/>, all others their own text.</summary>
    /// <param name="filled">Rows as in <see cref="Cohort"/>.</param>
    /// <param name="note">Stands as a comment above the header.</param>
    /// <exception cref="ArgumentException">There are other rows in it than in the file.</exception>
    public void WriteFilled(Cohort filled, string path, string note)
    {
        if (filled.Count != _lines.Length)
        {
            throw new ArgumentException($"{filled.Count} rows cannot fill the {_lines.Length} of the file.", nameof(filled));
        }

        int[] columns = [.. _header.Select(_schema.IndexOf)];
        Write(path, note, _header, _lines.Select((line, row) => line.Select((cell, place) =>
            columns[place] is >= 0 and var column && double.IsNaN(Cohort[row, column]) ? CsvFileWriter.Text(_schema.Columns[column], filled[row, column]) : cell)));
    }

    /// <summary>Writes a line a patient: its key, then what is said of it.</summary>
    /// <param name="columns">Name, and a text a row.</param>
    /// <param name="note">As for <see cref="WriteFilled"/>.</param>
    public void WriteBeside(IReadOnlyList<(string Name, IReadOnlyList<string> Texts)> columns, string path, string note)
    {
        IReadOnlyList<string> keys = Keys;
        Write(path, note, [_schema.KeyColumn ?? "row", .. columns.Select(column => column.Name)], keys.Select(
            (key, row) => columns.Select(column => column.Texts[row]).Prepend(key)));
    }

    private void Write(string path, string note, IEnumerable<string> header, IEnumerable<IEnumerable<string>> lines)
    {
        using StreamWriter text = new(path) { NewLine = "\n" };
        text.WriteLine($"# {note}");
        if (CsvFileWriter.FirstLine(_schema, CohortLabel.FromOrigin) is { } origin)
        {
            text.WriteLine(origin);
        }

        using CsvWriter csv = new(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        foreach (IEnumerable<string> line in lines.Prepend(header))
        {
            foreach (string cell in line)
            {
                csv.WriteField(cell);
            }

            csv.NextRecord();
        }
    }
}
