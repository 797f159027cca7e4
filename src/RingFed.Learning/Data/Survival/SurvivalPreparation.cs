using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Published;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Data.Survival;

/// <summary>
/// Turns public survival cohorts into schema and patient tables: METABRIC and GBSG on DeepSurv's own split (Katzman et al.
/// 2018), <c>pbc</c> and <c>flchain</c> of R's package survival.
/// </summary>
public static class SurvivalPreparation
{
    /// <summary>Names of the cohorts.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SurvivalSource.All.Select(source => source.Name)];

    /// <summary>Writes <c>patients.csv</c> and <c>schema.yaml</c> into one folder a part.</summary>
    /// <returns>The folders: <c>train</c> and <c>test</c>, or one of the cohort's name.</returns>
    /// <exception cref="ArgumentException">There is no cohort of that name.</exception>
    /// <exception cref="InvalidInputException">A published file is absent or has been altered; all faults are listed.</exception>
    public static IReadOnlyList<string> Prepare(string name, string sourceDirectory, string outputDirectory)
    {
        List<string> folders = [];
        foreach ((string part, Cohort cohort) in Read(name, sourceDirectory))
        {
            string folder = Directory.CreateDirectory(Path.Combine(outputDirectory, part)).FullName;
            CohortCsv.Write(cohort, Path.Combine(folder, "patients.csv"), keyPrefix: $"{part}-");
            SchemaFile.Save(cohort.Schema, Path.Combine(folder, "schema.yaml"));
            folders.Add(folder);
        }

        return folders;
    }

    /// <summary>The parts of a cohort in published order, all of one schema.</summary>
    /// <exception cref="ArgumentException">There is no cohort of that name.</exception>
    /// <exception cref="InvalidInputException">A published file is absent or has been altered; all faults are listed.</exception>
    public static IReadOnlyList<(string Part, Cohort Cohort)> Read(string name, string sourceDirectory)
    {
        SurvivalSource source = SurvivalSource.All.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new ArgumentException($"There is no cohort '{name}'. Known: {string.Join(", ", Names)}.", nameof(name));
        InputErrorList errors = new();
        CohortSchema schema = SchemaOf(source);
        (string Part, SourceTable? Table)[] tables = [.. source.Files.Select(
            file => (file.Part, SourceTable.Read(Path.Combine(sourceDirectory, file.File), [.. source.Columns.Select(column => column.Source)], errors)))];
        errors.ThrowIfAny();
        (string, Cohort)[] parts = [.. tables.Select(table => (table.Part, ToCohort(schema, source, table.Table!, errors)))];
        errors.ThrowIfAny();
        return parts;
    }

    private static CohortSchema SchemaOf(SurvivalSource source)
    {
        ColumnSchema[] columns = [.. source.Columns.Select(column => column.Column)];
        string endpoint = columns[^2].Name.Split('_')[0];
        return new CohortSchema
        {
            Name = source.Name,
            Origin = CohortOrigin.Public,
            KeyColumn = "patient",
            Columns = columns,
            Endpoints = [new EndpointSchema(endpoint, columns.Length - 2, columns.Length - 1)],
            Constraints = [new RowConstraint(columns.Length - 2, ComparisonOperator.Greater, null, 0, $"{columns[^2].Name} > 0")],
        };
    }

    private static Cohort ToCohort(CohortSchema schema, SurvivalSource source, SourceTable table, InputErrorList errors)
    {
        SourceCells cells = new(table, errors);
        return new Cohort(schema, [.. source.Columns.Select(column => table.Rows.Select(row => cells.Value(row, column)).ToArray())]);
    }
}
