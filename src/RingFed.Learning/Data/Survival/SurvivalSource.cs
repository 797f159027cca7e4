using static RingFed.Learning.Data.Schemas.NewColumn;

namespace RingFed.Learning.Data.Survival;

/// <summary>A public survival cohort: its files and how their columns are read.</summary>
/// <param name="Name">Of the cohort and its schema.</param>
/// <param name="Files">File by the name of the part that it becomes: <c>train</c> and <c>test</c> where it was published so.</param>
/// <param name="Columns">The last two are time and event flag.</param>
internal sealed record SurvivalSource(string Name, IReadOnlyList<(string Part, string File)> Files, IReadOnlyList<SourceColumn> Columns)
{
    private const double DaysPerYear = 365.25;

    private static readonly Dictionary<string, string> _deadIsTwo = new() { ["0"] = "0", ["1"] = "0", ["2"] = "1" };

    private static readonly Dictionary<string, string> _sexes = new() { ["f"] = "female", ["F"] = "female", ["m"] = "male", ["M"] = "male" };

    private static readonly Dictionary<string, string> _oedema = new() { ["0"] = "none", ["0.5"] = "treated", ["1"] = "despite treatment" };

    public static IReadOnlyList<SurvivalSource> All { get; } = [Metabric, Gbsg, Pbc, Flchain];

    /// <summary>
    /// METABRIC breast cancer (Curtis et al., Nature 2012) as Katzman et al. 2018 split it: four expression values, four
    /// clinical flags, age. Two times of 0 and .1 months or less stand at the shortest time.
    /// </summary>
    private static SurvivalSource Metabric => new(
        "metabric",
        [("train", "metabric_train.csv"), ("test", "metabric_test.csv")],
        [
            new("x0", Number("mki67", "log2", 4, 16, 4)),
            new("x1", Number("egfr", "log2", 4, 16, 4)),
            new("x2", Number("pgr", "log2", 4, 16, 4)),
            new("x3", Number("erbb2", "log2", 4, 16, 4)),
            new("x4", Flag("hormone_therapy")),
            new("x5", Flag("radiotherapy")),
            new("x6", Flag("chemotherapy")),
            new("x7", Flag("er_positive")),
            new("x8", Number("age", "years", 18, 100, 2)),
            new("time", Number("os_months", "months", 0.1, 400, 4)) { RaisesToMinimum = true },
            new("event", Flag("os_event")),
        ]);

    /// <summary>Rotterdam tumour bank (train) and German Breast Cancer Study Group (test) as Katzman et al. 2018 have them.</summary>
    private static SurvivalSource Gbsg => new(
        "gbsg",
        [("train", "gbsg_train.csv"), ("test", "gbsg_test.csv")],
        [
            new("x0", Flag("hormone_therapy")),
            new("x1", Word("size", ["<=20 mm", "20-50 mm", ">50 mm"])) { Words = new Dictionary<string, string> { ["0"] = "<=20 mm", ["1"] = "20-50 mm", ["2"] = ">50 mm" } },
            new("x2", Flag("postmenopausal")),
            new("x3", Whole("age", "years", 18, 100)),
            new("x4", Number("nodes", "", 1, 60, 0, ColumnTransform.Log)),
            new("x5", Number("pgr", "fmol/mg", 0, 6_000, 0, ColumnTransform.Log1p)),
            new("x6", Number("er", "fmol/mg", 0, 6_000, 0, ColumnTransform.Log1p)),
            new("time", Number("rfs_months", "months", 0.1, 100, 4)),
            new("event", Flag("rfs_event")),
        ]);

    /// <summary>Primary biliary cholangitis, Mayo Clinic (Therneau and Grambsch 2000; R survival). A transplant censors.</summary>
    private static SurvivalSource Pbc => new(
        "pbc",
        [("pbc", "pbc.csv")],
        [
            new("trt", Word("treatment", ["penicillamine", "placebo"], missing: true)) { Words = new Dictionary<string, string> { ["1"] = "penicillamine", ["2"] = "placebo" } },
            new("age", Number("age", "years", 18, 100, 2)),
            new("sex", Word("sex", ["female", "male"])) { Words = _sexes },
            new("ascites", Flag("ascites", missing: true)),
            new("hepato", Flag("hepatomegaly", missing: true)),
            new("spiders", Flag("spiders", missing: true)),
            new("edema", Word("oedema", ["none", "treated", "despite treatment"])) { Words = _oedema },
            new("bili", Number("bilirubin", "mg/dL", 0.1, 50, 1, ColumnTransform.Log)),
            new("chol", Number("cholesterol", "mg/dL", 50, 3_000, 0, ColumnTransform.Log, missing: true)),
            new("albumin", Number("albumin", "g/dL", 1, 6, 2)),
            new("copper", Number("copper", "ug/day", 1, 1_000, 0, ColumnTransform.Log, missing: true)),
            new("alk.phos", Number("alkaline_phosphatase", "U/L", 50, 20_000, 1, ColumnTransform.Log, missing: true)),
            new("ast", Number("ast", "U/mL", 10, 1_000, 2, ColumnTransform.Log, missing: true)),
            new("trig", Number("triglycerides", "mg/dL", 10, 1_000, 0, ColumnTransform.Log, missing: true)),
            new("platelet", Number("platelets", "10^9/L", 10, 1_000, 0, missing: true)),
            new("protime", Number("prothrombin", "s", 5, 30, 1, missing: true)),
            new("stage", Word("stage", ["1", "2", "3", "4"], missing: true)),
            new("time", Number("os_years", "years", 0.003, 20, 3)) { Unit = DaysPerYear },
            new("status", Flag("os_event")) { Words = _deadIsTwo },
        ]);

    /// <summary>
    /// Serum free light chains, Olmsted County (Dispenzieri et al. 2012; R survival). The cause of death is an outcome and is
    /// left out; three patients who died on the day of the sample stand at the shortest time.
    /// </summary>
    private static SurvivalSource Flchain => new(
        "flchain",
        [("flchain", "flchain.csv")],
        [
            new("age", Whole("age", "years", 40, 110)),
            new("sex", Word("sex", ["female", "male"])) { Words = _sexes },
            new("sample.yr", Whole("sample_year", "", 1995, 2003)),
            new("kappa", Number("kappa", "mg/dL", 0.001, 100, 3, ColumnTransform.Log)),
            new("lambda", Number("lambda", "mg/dL", 0.001, 100, 3, ColumnTransform.Log)),
            new("creatinine", Number("creatinine", "mg/dL", 0.1, 20, 1, ColumnTransform.Log, missing: true)),
            new("mgus", Flag("mgus")),
            new("futime", Number("os_years", "years", 0.001, 20, 3)) { Unit = DaysPerYear, RaisesToMinimum = true },
            new("death", Flag("os_event")),
        ]);
}
