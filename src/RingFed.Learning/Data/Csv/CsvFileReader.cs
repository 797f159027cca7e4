using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace RingFed.Learning.Data.Csv;

/// <summary>Walks one file: header, then rows. Knows lines and quoting, not values.</summary>
internal static class CsvFileReader
{
    /// <summary>A longer field means an unclosed quote; reading on would swallow the file.</summary>
    private const int FieldCharactersMax = 64 * 1024;

    public static void Read(string path, CohortSchema schema, CohortRows rows, InputErrorList errors)
    {
        if (!File.Exists(path))
        {
            errors.Add(path, 0, "", "There is no such file", "Name an existing CSV file");
            return;
        }

        using StreamReader text = new(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        int badLine = 0;
        using CsvParser parser = new(text, Configuration(args => badLine = args.Context.Parser!.RawRow));
        try
        {
            ReadRows(path, parser, schema, rows, errors, () => badLine);
        }
        catch (DecoderFallbackException)
        {
            errors.Add(path, parser.RawRow + 1, "", "The file is not UTF-8 text", "Save it as UTF-8");
        }
        catch (CsvHelperException)
        {
            // The library's own message quotes the record, which may be a patient's.
            errors.Add(path, parser.RawRow + 1, "", $"A field is longer than {FieldCharactersMax} characters", "Close the quote that was opened here or above");
        }
    }

    internal static CsvConfiguration Configuration(BadDataFound badData) => new(CultureInfo.InvariantCulture)
    {
        AllowComments = true,
        BadDataFound = badData,
        MaxFieldSize = FieldCharactersMax,
        TrimOptions = TrimOptions.Trim,
    };

    private static void ReadRows(
        string path, CsvParser parser, CohortSchema schema, CohortRows rows, InputErrorList errors, Func<int> badLine)
    {
        if (!parser.Read())
        {
            errors.Add(path, 0, "", "The file is empty", "Write a header line with the schema's columns");
            return;
        }

        CsvHeader? header = CsvHeader.Parse(path, parser.RawRow, parser.Record!, schema, errors);
        if (header is null)
        {
            return;
        }

        while (parser.Read())
        {
            string[] fields = parser.Record!;
            if (badLine() == parser.RawRow)
            {
                errors.Add(path, parser.RawRow, "", "A quote stands inside an unquoted field", "Quote the whole field and double the quotes inside");
            }
            else if (fields.Length != header.FieldCount)
            {
                errors.Add(
                    path, parser.RawRow, "", $"The line has {fields.Length} fields, the header {header.FieldCount}",
                    "Write one field a column; quote fields that hold a comma");
            }
            else if (!rows.Add(path, parser.RawRow, header, fields))
            {
                return;
            }
        }
    }
}
