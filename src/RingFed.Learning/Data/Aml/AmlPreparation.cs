using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Published;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Data.Aml;

/// <summary>
/// Turns the two published AMLSG files into one patient table, split into four real silos by trial and centre. The trial
/// of patients above 60 (AMLHD98B) and the one below (AMLHD98A) are a silo each; AMLSG0704 is split into its odd and its
/// even centres, so that no centre lies in two silos of a trial.
/// </summary>
public static class AmlPreparation
{
    private const double DaysPerYear = 365.25;

    /// <summary>Silo names, in ring order.</summary>
    public static IReadOnlyList<string> Silos { get; } = ["amlhd98a", "amlsg0704-odd", "amlsg0704-even", "amlhd98b"];

    /// <summary>Writes <c>patients.csv</c> and <c>schema.yaml</c> into one folder a silo.</summary>
    /// <returns>The folders, in the order of <see cref="Silos"/>.</returns>
    /// <exception cref="InvalidInputException">A published file is absent or has been altered; all faults are listed.</exception>
    public static IReadOnlyList<string> Prepare(string sourceDirectory, string outputDirectory)
    {
        (CohortSchema schema, IReadOnlyList<Cohort> cohorts) = Read(sourceDirectory);
        List<string> folders = [];
        for (int silo = 0; silo < Silos.Count; silo++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(outputDirectory, Silos[silo])).FullName;
            CohortCsv.Write(cohorts[silo], Path.Combine(folder, "patients.csv"), keyPrefix: $"{Silos[silo]}-");
            SchemaFile.Save(schema, Path.Combine(folder, "schema.yaml"));
            folders.Add(folder);
        }

        return folders;
    }

    /// <summary>The schema and one cohort a silo.</summary>
    /// <exception cref="InvalidInputException">A published file is absent or has been altered; all faults are listed.</exception>
    public static (CohortSchema Schema, IReadOnlyList<Cohort> Cohorts) Read(string sourceDirectory)
    {
        InputErrorList errors = new();
        string[] further = ["PDID", "Study", "Center", "OS", "Status"];
        SourceTable? clinical = SourceTable.Read(
            Path.Combine(sourceDirectory, AmlSchema.ClinicalFile),
            [.. further, .. AmlSchema.Clinical.Select(column => column.Source)],
            errors);
        SourceTable? variants = SourceTable.Read(Path.Combine(sourceDirectory, AmlSchema.VariantFile), AmlVariants.SourceColumns, errors);
        errors.ThrowIfAny();
        return Join(clinical!, variants!, errors);
    }

    private static (CohortSchema Schema, IReadOnlyList<Cohort> Cohorts) Join(SourceTable clinical, SourceTable variants, InputErrorList errors)
    {
        AmlVariants carriers = new(variants, clinical.Rows.Select(row => clinical.Cell(row, "PDID")).ToHashSet());
        CohortSchema schema = AmlSchema.Build(carriers.Genes);
        AmlCells cells = new(clinical, errors);
        ILookup<string, double[]> rows = clinical.Rows.ToLookup(
            row => Silo(clinical, row, cells),
            row => Patient(clinical, row, cells, carriers, schema));
        errors.ThrowIfAny();
        return (schema, [.. Silos.Select(silo => ToCohort(schema, [.. rows[silo]]))]);
    }

    private static string Silo(SourceTable clinical, SourceRow row, AmlCells cells)
    {
        switch (clinical.Cell(row, "Study"))
        {
            case "AMLHD98A":
                return Silos[0];
            case "AMLHD98B":
                return Silos[3];
            case "AMLSG0704":
                return cells.Centre(row, "Center") % 2 == 1 ? Silos[1] : Silos[2];
            default:
                cells.Fault(row, "Study", "The trial is none of the three published ones");
                return "";
        }
    }

    private static double[] Patient(SourceTable clinical, SourceRow row, AmlCells cells, AmlVariants carriers, CohortSchema schema)
    {
        string patient = clinical.Cell(row, "PDID");
        EndpointSchema survival = schema.Endpoints[0];
        return
        [
            .. AmlSchema.Clinical.Select(column => cells.Value(row, column.Source, column.Column)),
            .. carriers.Genes.Select(gene => carriers.Has(gene, patient) ? 1.0 : 0),
            cells.Value(row, "OS", schema.Columns[survival.TimeColumn], DaysPerYear),
            cells.Value(row, "Status", schema.Columns[survival.EventColumn]),
        ];
    }

    private static Cohort ToCohort(CohortSchema schema, double[][] rows) =>
        new(schema, [.. Enumerable.Range(0, schema.Columns.Count).Select(column => rows.Select(row => row[column]).ToArray())]);
}
