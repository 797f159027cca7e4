using System.Globalization;
using RingFed.Learning.Data.Csv;
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
        string[] further = ["PDID", "Study", "Center", "OS", "Status"];
        SourceTable clinical = SourceTable.Read(
            Path.Combine(sourceDirectory, AmlSchema.ClinicalFile),
            [.. further, .. AmlSchema.Clinical.Select(column => column.Source)]);
        AmlVariants variants = new(
            SourceTable.Read(Path.Combine(sourceDirectory, AmlSchema.VariantFile), AmlVariants.SourceColumns),
            clinical.Rows.Select(row => clinical.Cell(row, "PDID")).ToHashSet());
        CohortSchema schema = AmlSchema.Build(variants.Genes);
        ILookup<string, double[]> rows = clinical.Rows.ToLookup(
            row => Silo(clinical.Cell(row, "Study"), clinical.Cell(row, "Center")),
            row => Patient(clinical, row, variants));
        return (schema, [.. Silos.Select(silo => ToCohort(schema, [.. rows[silo]]))]);
    }

    private static string Silo(string study, string centre) => study switch
    {
        "AMLHD98A" => Silos[0],
        "AMLHD98B" => Silos[3],
        _ => int.Parse(centre, CultureInfo.InvariantCulture) % 2 == 1 ? Silos[1] : Silos[2],
    };

    private static double[] Patient(SourceTable clinical, string[] row, AmlVariants variants)
    {
        string patient = clinical.Cell(row, "PDID");
        return
        [
            .. AmlSchema.Clinical.Select(column => Value(column.Column, clinical.Cell(row, column.Source))),
            .. variants.Genes.Select(gene => variants.Has(gene, patient) ? 1.0 : 0),
            Math.Round(Number(clinical.Cell(row, "OS")) / DaysPerYear, 3),
            Number(clinical.Cell(row, "Status")),
        ];
    }

    private static double Value(ColumnSchema column, string text) => column.Kind switch
    {
        // The published file writes flags as 0/1 or FALSE/TRUE, sex as 1 male and 2 female.
        _ when text == "NA" => double.NaN,
        ColumnKind.Binary => text is "1" or "TRUE" ? 1 : 0,
        ColumnKind.Categorical when column.Name == "sex" => Number(text) - 1,
        ColumnKind.Categorical => column.Categories.ToList().IndexOf(text),
        _ => Math.Round(Number(text), column.Decimals),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Cohort ToCohort(CohortSchema schema, double[][] rows) =>
        new(schema, [.. Enumerable.Range(0, schema.Columns.Count).Select(column => rows.Select(row => row[column]).ToArray())]);
}
