using static RingFed.Learning.Data.Schemas.NewColumn;

namespace RingFed.Learning.Data.Simulated;

/// <summary>The schema of the simulated cohort; also kept as <c>topology/mds.schema.yaml</c>.</summary>
public static class MdsSchema
{
    public const string Karyotype = "karyotype";

    public const string RiskCategory = "ipssr";

    /// <summary>Index of the first gene column.</summary>
    public static int FirstGene => Instance.IndexOf(MdsGenes.All[0].Name);

    public static CohortSchema Instance { get; } = Build();

    private static CohortSchema Build()
    {
        List<ColumnSchema> columns =
        [
            Number("age", "years", 20, 96, 1),
            Word("sex", ["female", "male"]),
            Flag("therapy_related"),
            Word(Karyotype, [.. MdsKaryotypes.All.Select(karyotype => karyotype.Name)], missing: true) with { Group = ColumnGroup.Cytogenetics },
            Number("blasts", "%", 0, 20, 1),
            Whole("ring_sideroblasts", "%", 0, 100, missing: true),
            Number("haemoglobin", "g/dL", 2, 20, 1, missing: true),
            Number("platelets", "10^9/L", 1, 3_000, 0, ColumnTransform.Log, missing: true),
            Number("neutrophils", "10^9/L", 0.01, 120, 2, ColumnTransform.Log, missing: true),
            Number("monocytes", "10^9/L", 0.01, 60, 2, ColumnTransform.Log, missing: true),
            Number("white_cells", "10^9/L", 0.1, 250, 2, ColumnTransform.Log, missing: true),
            Number("mcv", "fL", 60, 140, 0, missing: true),
            Number("ferritin", "ug/L", 1, 20_000, 0, ColumnTransform.Log, missing: true),
            Number("ldh", "U/L", 50, 5_000, 0, ColumnTransform.Log, missing: true),
            Number("erythropoietin", "U/L", 1, 20_000, 0, ColumnTransform.Log, missing: true),
            Number("creatinine", "mg/dL", 0.2, 15, 2, ColumnTransform.Log),
            Number("albumin", "g/dL", 1, 6, 1),
            Whole("ecog", "", 0, 4),
            Word("fibrosis", ["MF0", "MF1", "MF2", "MF3"]),
            Whole("transfusions", "units in 8 weeks", 0, 30),
            Word("subtype", MdsSubtype.Names),
            Word(RiskCategory, IpssR.Categories, missing: true),
            .. MdsGenes.All.Select(gene => Flag(gene.Name, missing: true) with { Group = ColumnGroup.Genes }),
            Number("os_years", "years", MdsSurvivalModel.ShortestYears, MdsSurvivalModel.LongestYears, 3),
            Flag("os_event"),
        ];
        return new CohortSchema
        {
            Name = "mds",
            Origin = CohortOrigin.Simulated,
            KeyColumn = "patient",
            Columns = columns,
            Endpoints = [new EndpointSchema("os", columns.Count - 2, columns.Count - 1)],
            Constraints = [new RowConstraint(columns.Count - 2, ComparisonOperator.Greater, null, 0, "os_years > 0")],
        };
    }
}
