namespace RingFed.Learning.Data.Csv;

/// <summary>
/// Patients as comma-separated values after RFC 4180, UTF-8, one header line, decimal point. Lines that start with
/// <c>#</c> are comments. Empty, NA, N/A, NaN, null and a single point mean missing.
/// </summary>
public static class CohortCsv
{
    /// <summary>Rows beyond it are refused: a silo's cohort is held in memory column by column.</summary>
    public const int RowsMax = 5_000_000;

    /// <summary>Reads the files one after another as one cohort.</summary>
    /// <exception cref="InvalidInputException">
    /// At least one fault; listed by file, line and column, up to <see cref="InputErrorList.ListedMax"/>. Values and keys
    /// are named for simulated and public cohorts only.
    /// </exception>
    public static Cohort Read(CohortSchema schema, params IReadOnlyList<string> paths)
    {
        InputErrorList errors = new();
        CohortRows rows = new(schema, errors);
        foreach (string path in paths)
        {
            CsvFileReader.Read(path, schema, rows, errors);
        }

        errors.ThrowIfAny();
        return rows.ToCohort();
    }

    /// <summary>
    /// Writes a cohort, numbers rounded to the schema's decimals, missing values as NA. Where the schema names a key,
    /// rows are numbered: keys of patients are never held and so cannot be written.
    /// </summary>
    /// <param name="keyPrefix">Put before the row's number, to keep keys of several files apart.</param>
    public static void Write(Cohort cohort, string path, CohortLabel label = CohortLabel.FromOrigin, string keyPrefix = "row-") =>
        CsvFileWriter.Write(cohort, path, label, keyPrefix);
}
