namespace RingFed.Learning.Data.Schemas;

/// <summary>
/// Schema files (<c>*.schema.yaml</c>): the agreed description of a cohort's columns. The fields are documented one by
/// one in <c>topology/cohort.schema.json</c>, which editors use to complete and check.
/// </summary>
public static class SchemaFile
{
    /// <summary>Larger files are refused before they are parsed.</summary>
    public const int BytesMax = 4 * 1024 * 1024;

    /// <summary>Reads and checks a schema file.</summary>
    /// <exception cref="InvalidInputException">The file is absent or has faults; all of them are listed.</exception>
    public static CohortSchema Load(string path)
    {
        FileInfo info = new(path);
        if (!info.Exists || info.Length > BytesMax)
        {
            InputError error = info.Exists
                ? new(path, 0, "", $"The file is larger than {BytesMax} bytes", "Shorten it; a schema holds columns, not records")
                : new(path, 0, "", "There is no such file", "Name an existing schema file");
            throw new InvalidInputException([error]);
        }

        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Reads and checks the text of a schema; <paramref name="file"/> is only named in errors.</summary>
    /// <exception cref="InvalidInputException">The text has faults; all of them are listed.</exception>
    public static CohortSchema Parse(string text, string file)
    {
        InputErrorList errors = new();
        CohortSchema? schema = SchemaParser.Parse(text, file, errors);
        errors.ThrowIfAny();
        return schema!;
    }

    /// <summary>The schema as YAML that <see cref="Parse"/> reads back to an equal one.</summary>
    public static string Write(CohortSchema schema) => SchemaWriter.Write(schema);

    /// <summary>Writes <see cref="Write(CohortSchema)"/> to a file.</summary>
    public static void Save(CohortSchema schema, string path) => File.WriteAllText(path, Write(schema));
}
