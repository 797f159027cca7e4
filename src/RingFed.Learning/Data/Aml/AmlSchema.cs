using static RingFed.Learning.Data.Schemas.NewColumn;

namespace RingFed.Learning.Data.Aml;

/// <summary>
/// Schema of the AMLSG cohort of acute myeloid leukaemia (Papaemmanuil et al., NEJM 2016), and where each column stands
/// in the published clinical file. Also kept as <c>topology/aml/aml.schema.yaml</c>.
/// </summary>
public static class AmlSchema
{
    public const string ClinicalFile = "amlsg_clinicalData.csv";

    public const string VariantFile = "amlsg_genetic.csv";

    /// <summary>Clinical columns by their header in the published file.</summary>
    internal static IReadOnlyList<(string Source, ColumnSchema Column)> Clinical { get; } =
    [
        ("AOD", Whole("age", "years", 16, 100)),
        ("gender", Word("sex", ["male", "female"])),
        ("TypeAML", Word("type", ["AML", "sAML", "tAML", "oAML"])),
        ("BM_Blasts", Number("marrow_blasts", "%", 0, 100, 0, missing: true)),
        ("PB_Blasts", Number("blood_blasts", "%", 0, 100, 0, missing: true)),
        ("HB", Number("haemoglobin", "g/dL", 2, 20, 1, missing: true)),
        ("platelet", Number("platelets", "10^9/L", 1, 2_000, 0, ColumnTransform.Log, missing: true)),
        ("wbc", Number("white_cells", "10^9/L", 0.1, 1_000, 1, ColumnTransform.Log, missing: true)),
        ("LDH", Number("ldh", "U/L", 20, 20_000, 0, ColumnTransform.Log, missing: true)),
        ("Performance_ECOG", Whole("ecog", "", 0, 4, missing: true)),
        ("Splenomegaly", Flag("splenomegaly", missing: true)),
        .. CytogeneticFlags.Select(flag => (flag, Flag(flag, missing: true) with { Group = ColumnGroup.Cytogenetics })),
        ("FLT3_ITD", Flag("FLT3_ITD") with { Group = ColumnGroup.Genes }),
    ];

    /// <summary>Abnormalities present in at least 2 % of patients, under their published names.</summary>
    private static string[] CytogeneticFlags =>
    [
        "t_15_17", "t_8_21", "inv16_t16_16", "t_v_11", "abn3q_other", "minus5_5q", "minus7", "minus7q", "plus8_8q", "minus9q",
        "mono12_12p_abn12p", "mono17_17p_abn17p", "minus20_20q", "plus21", "minusY", "complex",
    ];

    /// <param name="genes">Binary columns, in this order.</param>
    public static CohortSchema Build(IReadOnlyList<string> genes)
    {
        List<ColumnSchema> columns =
        [
            .. Clinical.Select(clinical => clinical.Column),
            .. genes.Select(gene => Flag(gene) with { Group = ColumnGroup.Genes }),
            Number("os_years", "years", 0.003, 20, 3),
            Flag("os_event"),
        ];
        return new CohortSchema
        {
            Name = "aml",
            Origin = CohortOrigin.Public,
            KeyColumn = "patient",
            Columns = columns,
            Endpoints = [new EndpointSchema("os", columns.Count - 2, columns.Count - 1)],
            Constraints = [new RowConstraint(columns.Count - 2, ComparisonOperator.Greater, null, 0, "os_years > 0")],
        };
    }
}
